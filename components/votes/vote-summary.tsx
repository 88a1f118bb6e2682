'use client';

import { limits } from '../../amplify/limits';
import { categories } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import type { ShowState } from '../../live/show-reducer';
import type { ShowStatus } from '../../live/show-status';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { useHiddenVotes } from './use-hidden-votes';
import { useNewcomer } from './use-newcomer';
import styles from './vote-summary.module.css';
import { voteSummaryId } from './vote-summary-id';
import { summaryText } from './votes-text';

/** The text below the vote buttons: the number of votes, or why voting is closed. A newcomer reads what this is. */
export function VoteSummary({ status }: { status: ShowStatus }) {
  const { texts, format } = useLanguage();
  const votes = useShow(({ shown }) => totalOf(shown));
  const voters = useShow((state) => state.voters);
  const isNewcomer = useNewcomer();
  const areHidden = useHiddenVotes(status);
  const roundSeconds = useShow((state) => state.controls.roundSeconds);
  const areDelayed = useShow((state) => state.areVotesDelayed);
  const tooLate = useShow(votesTooLate);
  const isFull = useShow(({ ownVotes }) =>
    categories.some((category) => ownVotes[category] >= limits.maxVotesPerCategory),
  );
  const notice =
    (areDelayed && texts.votes.delayed) ||
    (tooLate > 0 && format.count(texts.votes.tooLate, tooLate)) ||
    (isFull && format.count(texts.votes.limit, limits.maxVotesPerCategory));
  const isIntroduction = !notice && status === 'open' && isNewcomer;
  const text = isIntroduction
    ? format.count(texts.votes.introduction, roundSeconds)
    : areHidden
      ? texts.votes.hidden
      : summaryText(status, votes, voters, texts, format);
  return (
    <p
      id={voteSummaryId}
      className={styles.summary}
      data-notice={Boolean(notice) || undefined}
      data-introduction={isIntroduction || undefined}
    >
      {notice || text}
    </p>
  );
}

/** The guest's votes in this or the last round that do not count. */
function votesTooLate({ round, recentRounds, refusedVotes: refused }: ShowState): number {
  const isRecent = [round, recentRounds[0]].some((known) => known?.roundId === refused?.roundId);
  return refused !== null && isRecent ? refused.votes : 0;
}
