/** The title of a page: the movie that is showing, else a description. */
import { limits } from '../../amplify/limits';
import { fill, type Texts } from '../../languages/texts';
import type { CurrentRound } from '../../live/backend';
import { phaseAt } from '../../live/phase';

/** @param now the server's time, in epoch milliseconds */
export function pageTitle({ page }: Pick<Texts, 'page'>, round: CurrentRound | null, now: number): string {
  const phase = phaseAt(round, now);
  if (round === null || phase === 'paused') return fill(page.title, { seconds: limits.roundSeconds });
  return fill(page.titleOfMovie, { movie: round.movie.title });
}
