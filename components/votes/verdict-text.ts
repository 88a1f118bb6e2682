/** The texts of a verdict. */
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import type { Verdict } from '../../live/round-result';

/** @param movie the title, which keeps its own writing direction */
export function verdictText({ favourites }: Verdict, movie: string, texts: Texts): string {
  const [favourite] = favourites;
  const text = favourite && favourites.length === 1 ? texts.verdict[favourite] : texts.verdict.divided;
  return fill(text, { movie: `\u2068${movie}\u2069` });
}

export function shareText({ favourites, share }: Verdict, format: Formatter): string | null {
  return favourites.length === 1 ? format.percent(share) : null;
}
