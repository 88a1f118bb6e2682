'use client';

import { useEffect, useRef, useState } from 'react';
import { categories } from '../../amplify/show';
import type { Phase } from '../../live/phase';
import type { ShowStatus } from '../../live/show-status';
import { useLanguage } from '../language/language-context';
import { lazyComponent } from '../recovery/lazy-component';
import { Part } from '../recovery/part';
import { useRestored } from '../recovery/use-restored';
import { useSession, useShow } from '../show/show-context';
import { voteButtonId, VotePressHandler } from './vote-press-handler';
import { CurrentShares } from './vote-share-bar';
import { VoteSummary } from './vote-summary';
import { useHiddenVotes } from './use-hidden-votes';
import { VoteButton } from './vote-button';
import styles from './votes.module.css';

/** Not in the first load: what appears only after a vote. */
const Reactions = lazyComponent(() => import('../reactions/reactions').then((module) => module.Reactions));
const ResultCard = lazyComponent(() => import('../result/result-card').then((module) => module.ResultCard));
const VoteAnnouncements = lazyComponent(() =>
  import('./vote-announcements').then((module) => module.VoteAnnouncements),
);

interface VotesProps {
  className?: string;
  phase: Phase;
  status: ShowStatus;
}

export function Votes({ className = '', phase, status }: VotesProps) {
  const { texts } = useLanguage();
  const session = useSession();
  const roundId = useShow((state) => state.round?.roundId);
  const isOpen = phase === 'open';
  const areVotesHidden = useHiddenVotes(status);
  const [pressHandler] = useState(() => new VotePressHandler());

  const element = useRef<HTMLDivElement>(null);
  useRestored(element, hasButtons);

  useEffect(() => (session === null ? undefined : pressHandler.listen(session.vote)), [pressHandler, session]);
  // A hold ends with the voting in which it began.
  useEffect(() => pressHandler.releaseAll, [pressHandler, roundId, isOpen]);

  return (
    <div
      ref={element}
      id="vote"
      className={`${styles.votes} ${className}`}
      data-closing={phase === 'counting' || undefined}
      data-unready={session === null || undefined}
    >
      <div className={styles.buttons} role="group" aria-label={texts.votes.label}>
        {categories.map((category, index) => (
          <VoteButton
            key={category}
            category={category}
            shortcut={String(index + 1)}
            // A vote before the session has opened would be lost.
            isDisabled={!isOpen || session === null}
            areVotesHidden={areVotesHidden}
            pressHandler={pressHandler}
          />
        ))}
      </div>
      <Part isOptional>
        <Reactions className={styles.reactions} />
      </Part>
      <Part isOptional>
        <CurrentShares areHidden={areVotesHidden} />
      </Part>
      <Part isOptional>
        <VoteSummary status={status} />
      </Part>
      <Part isOptional>
        <ResultCard status={status} />
      </Part>
      <Part isOptional>
        <VoteAnnouncements status={status} />
      </Part>
      <noscript>{texts.page.withoutJavaScript}</noscript>
    </div>
  );
}

function hasButtons(votes: HTMLElement): boolean {
  return categories.every((category) => votes.querySelector(`#${voteButtonId(category)}`));
}
