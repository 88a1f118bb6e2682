'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { categories } from '../../amplify/show';
import type { Phase } from '../../live/phase';
import { useLanguage } from '../language/language-context';
import { useSession, useShow } from '../show/show-context';
import { VotePressHandler } from './vote-press-handler';
import { CurrentVoteShares } from './vote-share-bar';
import { VoteSummary } from './vote-summary';
import { VoteButton } from './vote-button';
import styles from './votes.module.css';

/** Not in the first load: what appears only after a vote. */
const Reactions = dynamic(() => import('../reactions/reactions').then((module) => module.Reactions), { ssr: false });
const Verdict = dynamic(() => import('./verdict').then((module) => module.Verdict), { ssr: false });
const VoteAnnouncements = dynamic(() => import('./vote-announcements').then((module) => module.VoteAnnouncements), {
  ssr: false,
});

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

  useEffect(() => (session === null ? undefined : pressHandler.listen(session.vote)), [pressHandler, session]);
  // A hold ends with the round in which it began.
  useEffect(() => pressHandler.releaseAll, [pressHandler, roundId]);

  return (
    <div id="vote" className={`${styles.votes} ${className}`} data-unready={session === null || undefined}>
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
      <Reactions className={styles.reactions} />
      <CurrentVoteShares />
      <VoteSummary phase={displayedPhase} />
      <Verdict />
      <VoteAnnouncements />
      <noscript>{texts.page.withoutJavaScript}</noscript>
    </div>
  );
}
