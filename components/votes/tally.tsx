'use client';

import { limits } from '../../amplify/limits';
import { categories, type Counts } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import type { Phase } from '../../live/phase';
import type { ShowState } from '../../live/show-reducer';
import { useShow } from '../show/show-context';
import styles from './tally.module.css';

/** One line under the tickets: how many have voted, or why nobody can. */
export function Tally({ counts, phase }: { counts: Counts; phase: Phase }) {
  const voters = useShow((state) => state.voters);
  const notice = useShow(noticeOf);
  return (
    <p className={styles.tally} data-notice={notice !== null || undefined}>
      {notice ?? restingWords[phase] ?? votesText(totalOf(counts), voters)}
    </p>
  );
}

const restingWords: Partial<Record<Phase, string>> = {
  waiting: 'Voting opens with the first film.',
  over: 'Round over. The next film is on its way.',
  paused: 'Voting rests until the show goes on.',
};

function votesText(votes: number, voters: number): string {
  if (votes === 0) return 'No votes yet. Be the first.';
  const all = votes === 1 ? '1 vote' : `${votes.toLocaleString('en')} votes`;
  if (voters === 0) return all;
  return `${all} from ${voters === 1 ? '1 seat' : `${voters.toLocaleString('en')} seats`}`;
}

/** What this guest should know about the own votes; null where all is well. */
function noticeOf({ round, refused, mine }: ShowState): string | null {
  if (round === null) return null;
  const lastStartsAt = 2 * round.startsAt - round.endsAt;
  if (refused && Number(refused.roundId) >= lastStartsAt) {
    return refused.votes === 1
      ? 'One of your votes did not arrive in time and does not count.'
      : `${refused.votes} of your votes did not arrive in time and do not count.`;
  }
  if (categories.some((category) => mine[category] >= limits.maxVotesPerCategory)) {
    return `That is the limit: ${limits.maxVotesPerCategory} votes a round.`;
  }
  return null;
}
