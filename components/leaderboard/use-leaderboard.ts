'use client';

import { useMemo } from 'react';
import type { LeaderboardEntry } from '../../live/backend';
import { isCountedAfter, raisedBy, recordsOf } from '../../live/leaderboard';
import { resultOf } from '../../live/recent-rounds';
import { usePhase, useShow, useShowStatus } from '../show/show-context';

interface Records {
  /** The records, in the order of the vote buttons. */
  leaderboard: LeaderboardEntry[];
  /** Those to celebrate: the movie of this round has broken them, that of most people first. They come with the result. */
  newRecords: LeaderboardEntry[];
}

/** The first vote in a category is a record, but nothing to celebrate. */
const minCelebratedPeople = 2;

/** The records on the screen, which change with the result of a round. */
export function useLeaderboard(): Records {
  const isResult = useShowStatus(usePhase()) === 'result';
  const round = useShow((state) => state.round);
  const leaderboard = useShow((state) => state.leaderboard);
  const serverTotals = useShow((state) => state.serverTotals);
  const voters = useShow((state) => state.voters);
  const favourites = useShow((state) => state.favourites);
  const resetAt = useShow((state) => state.controls.leaderboardResetAt);
  return useMemo(() => {
    if (!isResult || round === null || !isCountedAfter(resetAt)(round)) return { leaderboard, newRecords: [] };
    const result = resultOf(round, { ...serverTotals, voters, favourites });
    const newRecords = recordsOf(result, leaderboard)
      .filter(({ voters }) => (voters ?? 0) >= minCelebratedPeople)
      .sort((a, b) => (b.voters ?? 0) - (a.voters ?? 0));
    return { leaderboard: raisedBy(leaderboard, result), newRecords };
  }, [isResult, round, resetAt, leaderboard, serverTotals, voters, favourites]);
}
