/** A verdict of the house, in words. */
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import type { Verdict } from '../../live/round-result';

/** @param film keeps its own direction of writing, whatever is around it */
export function verdictText({ favourites }: Verdict, film: string, texts: Texts): string {
  const [favourite] = favourites;
  const text = favourite && favourites.length === 1 ? texts.verdict[favourite] : texts.verdict.divided;
  return fill(text, { film: `\u2068${film}\u2069` });
}

export function shareText({ favourites, share }: Verdict, format: Formatter): string | null {
  return favourites.length === 1 ? format.percent(share) : null;
}
