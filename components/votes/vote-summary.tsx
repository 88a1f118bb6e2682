'use client';

import { limits } from '../../amplify/limits';
import { categories } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import type { Phase } from '../../live/phase';
import type { ShowState } from '../../live/show-reducer';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import styles from './vote-summary.module.css';
import { votesText } from './votes-text';

/** One line below the vote buttons: the number of votes, or why voting is closed. */
export function VoteSummary({ phase }: { phase: Phase }) {
  const { texts, format } = useLanguage();
  const votes = useShow(({ counts }) => totalOf(counts));
  const voters = useShow((state) => state.voters);
  const tooLate = useShow(votesTooLate);
  const isFull = useShow(({ ownVotes }) =>
    categories.some((category) => ownVotes[category] >= limits.maxVotesPerCategory),
  );
  const notice =
    tooLate > 0
      ? format.count(texts.votes.tooLate, tooLate)
      : isFull && format.count(texts.votes.limit, limits.maxVotesPerCategory);
  return (
    <p className={styles.summary} data-notice={Boolean(notice) || undefined}>
      {notice || (phase === 'open' ? votesText(votes, voters, texts, format) : texts.votes[phase])}
    </p>
  );
}

/** The guest's votes in this or the last round that do not count. */
function votesTooLate({ round, refusedVotes: refused }: ShowState): number {
  if (round === null || refused === null) return 0;
  const lastStartsAt = 2 * round.startsAt - round.endsAt;
  return Number(refused.roundId) >= lastStartsAt ? refused.votes : 0;
}
