'use client';

import { useEffect, useRef, useState } from 'react';
import { categories } from '../../amplify/show';
import type { Phase } from '../../live/phase';
import { useLanguage } from '../language/language-context';
import { lazyComponent } from '../recovery/lazy-component';
import { Part } from '../recovery/part';
import { useRestored } from '../recovery/use-restored';
import { useSession, useShow } from '../show/show-context';
import { voteButtonId, VotePressHandler } from './vote-press-handler';
import { CurrentVoteShares } from './vote-share-bar';
import { VoteSummary } from './vote-summary';
import { VoteButton } from './vote-button';
import styles from './votes.module.css';

/** Not in the first load: what appears only after a vote. */
const Reactions = lazyComponent(() => import('../reactions/reactions').then((module) => module.Reactions));
const Verdict = lazyComponent(() => import('./verdict').then((module) => module.Verdict));
const VoteAnnouncements = lazyComponent(() =>
  import('./vote-announcements').then((module) => module.VoteAnnouncements),
);

interface VotesProps {
  className?: string;
  phase: Phase;
  /** The phase for texts. */
  displayedPhase: Phase;
}

export function Votes({ className = '', phase, displayedPhase }: VotesProps) {
  const { texts } = useLanguage();
  const session = useSession();
  const roundId = useShow((state) => state.round?.roundId);
  const [pressHandler] = useState(() => new VotePressHandler());

  const element = useRef<HTMLDivElement>(null);
  useRestored(element, hasButtons);

  useEffect(() => (session === null ? undefined : pressHandler.listen(session.vote)), [pressHandler, session]);
  // A hold ends with the round in which it began.
  useEffect(() => pressHandler.releaseAll, [pressHandler, roundId]);

  return (
    <div
      ref={element}
      id="vote"
      className={`${styles.votes} ${className}`}
      data-unready={session === null || undefined}
    >
      <div className={styles.buttons} role="group" aria-label={texts.votes.label}>
        {categories.map((category, index) => (
          <VoteButton
            key={category}
            category={category}
            shortcut={String(index + 1)}
            // A vote before the session has opened would be lost.
            isDisabled={phase !== 'open' || session === null}
            pressHandler={pressHandler}
          />
        ))}
      </div>
      <Part isOptional>
        <Reactions className={styles.reactions} />
      </Part>
      <Part isOptional>
        <CurrentVoteShares />
      </Part>
      <Part isOptional>
        <VoteSummary phase={displayedPhase} />
      </Part>
      <Part isOptional>
        <Verdict />
      </Part>
      <Part isOptional>
        <VoteAnnouncements />
      </Part>
      <noscript>{texts.page.withoutJavaScript}</noscript>
    </div>
  );
}

function hasButtons(votes: HTMLElement): boolean {
  return categories.every((category) => votes.querySelector(`#${voteButtonId(category)}`));
}
