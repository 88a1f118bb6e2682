/** The title of a page: the movie that is showing, else a description. */
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { phaseAt } from '../../live/phase';
import type { ShowState } from '../../live/show-reducer';

/** @param now the server's time, in epoch milliseconds */
export function pageTitle(
  { page }: Pick<Texts, 'page'>,
  format: Formatter,
  { round, controls }: Pick<ShowState, 'round' | 'controls'>,
  now: number,
): string {
  const phase = phaseAt(round, now, controls.isPaused);
  if (round === null || phase === 'paused') return format.count(page.title, controls.roundSeconds);
  return fill(page.titleOfMovie, { movie: round.movie.title });
}
