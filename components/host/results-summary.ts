/** What the results of a period say at a glance. */
import { categories, type Category } from '../../amplify/show';
import type { RoundResult } from '../../live/host-backend';
import { totalOf } from '../../live/counts';

export interface TopMovie {
  category: Category;
  title: string;
  /** How many people had the category as their favourite in the movie's round. */
  people: number;
}

export interface ResultsSummary {
  rounds: number;
  votes: number;
  /** Summed over the rounds: a person who votes in two counts twice. */
  voters: number;
  /** The round of each category in which most people chose it. Categories that nobody chose are missing. */
  top: TopMovie[];
}

export function summaryOf(rounds: readonly RoundResult[]): ResultsSummary {
  return {
    rounds: rounds.length,
    votes: rounds.reduce((sum, round) => sum + totalOf(round), 0),
    voters: rounds.reduce((sum, { voters }) => sum + voters, 0),
    top: categories.flatMap((category) => topOf(rounds, category)),
  };
}

function topOf(rounds: readonly RoundResult[], category: Category): TopMovie[] {
  const peopleOf = ({ favourites }: RoundResult) => favourites?.[category] ?? 0;
  const [first, ...others] = rounds;
  if (!first) return [];
  const best = others.reduce((top, round) => (peopleOf(round) > peopleOf(top) ? round : top), first);
  return peopleOf(best) > 0 ? [{ category, title: best.title, people: peopleOf(best) }] : [];
}
