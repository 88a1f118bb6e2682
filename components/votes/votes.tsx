'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { categories } from '../../amplify/show';
import type { Phase } from '../../live/phase';
import { useLanguage } from '../language/language-context';
import { useSession, useShow } from '../show/show-context';
import { VotePressHandler } from './vote-press-handler';
import { CurrentVoteShares } from './share-bar';
import { VoteSummary } from './vote-summary';
import { VoteButton } from './vote-button';
import styles from './votes.module.css';

/** What only comes up while one watches is not in the first load. */
const Reactions = dynamic(() => import('../reactions/reactions').then((module) => module.Reactions), { ssr: false });
const Verdict = dynamic(() => import('./verdict').then((module) => module.Verdict), { ssr: false });
const SpokenVotes = dynamic(() => import('./spoken-votes').then((module) => module.SpokenVotes), { ssr: false });

interface VotesProps {
  className?: string;
  phase: Phase;
  /** The phase to put into words. */
  spoken: Phase;
}

export function Votes({ className = '', phase, spoken }: VotesProps) {
  const { texts } = useLanguage();
  const session = useSession();
  const roundId = useShow((state) => state.round?.roundId);
  const [pressHandler] = useState(() => new VotePressHandler());

  useEffect(() => (session === null ? undefined : pressHandler.listen(session.vote)), [pressHandler, session]);
  // A hold ends with the round in which it began.
  useEffect(() => pressHandler.releaseAll, [pressHandler, roundId]);

  return (
    <div id="vote" className={`${styles.votes} ${className}`} data-unready={session === null || undefined}>
      <div className={styles.tickets} role="group" aria-label={texts.votes.label}>
        {categories.map((category, index) => (
          <VoteButton
            key={category}
            category={category}
            shortcut={String(index + 1)}
            // A vote before the session is there would be lost.
            isResting={phase !== 'open' || session === null}
            pressHandler={pressHandler}
          />
        ))}
      </div>
      <Reactions className={styles.reactions} />
      <CurrentVoteShares />
      <VoteSummary phase={spoken} />
      <Verdict />
      <SpokenVotes />
      <noscript>{texts.page.withoutJavaScript}</noscript>
    </div>
  );
}
