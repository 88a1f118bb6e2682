'use client';

import { useMemo } from 'react';
import type { Category, Counts } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import { agreementOf, peopleOf, verdictOf, type Agreement, type Verdict } from '../../live/round-result';
import { useShow } from '../show/show-context';

/** What the people think of the current movie. */
export interface Outcome {
  roundId: string;
  movie: string;
  /** How many guests have each category as their favourite. */
  people: Counts;
  verdict: Verdict;
  /** The only favourite; undefined in a tie. */
  winner: Category | undefined;
  /** Null if this guest has not voted. */
  agreement: Agreement | null;
}

/** How many guests have each category as their favourite; the votes if the backend does not count people. */
export function useShares(): Counts {
  const favourites = useShow((state) => state.favourites);
  const ownVotes = useShow((state) => state.ownVotes);
  const shown = useShow((state) => state.shown);
  const people = useMemo(() => peopleOf({ favourites, ownVotes }), [favourites, ownVotes]);
  return totalOf(people) > 0 ? people : shown;
}

/** The outcome of the current round so far; null without votes. */
export function useOutcome(): Outcome | null {
  const round = useShow((state) => state.round);
  const favourites = useShow((state) => state.favourites);
  const ownVotes = useShow((state) => state.ownVotes);
  return useMemo(() => {
    const people = peopleOf({ favourites, ownVotes });
    const verdict = verdictOf(people);
    if (round === null || verdict === null) return null;
    return {
      roundId: round.roundId,
      movie: round.movie.title,
      people,
      verdict,
      winner: verdict.favourites.length === 1 ? verdict.favourites[0] : undefined,
      agreement: agreementOf(people, ownVotes),
    };
  }, [round, favourites, ownVotes]);
}
