/** The hours in which movies play: the format of the option `SHOW_HOURS`. */
import { z } from 'zod';

export type ShowHours =
  | 'always'
  | 'never'
  | {
      /** Hours of the day, 0 to 23, each for its whole length. */
      hours: number[];
      /** Name of the IANA database. */
      timeZone: string;
    };

/**
 * Parses `always`, `never`, or hours of the day such as `18-23`, optionally with a time zone: `22-2 Europe/Berlin`. The
 * last run begins before the second hour. Since it has no successor, it plays for about three minutes more.
 */
export const showHoursSchema = z.string().transform((text, context): ShowHours => {
  if (text === 'always' || text === 'never') return text;
  const [, from, to, timeZone = 'UTC'] = /^(\d{1,2})-(\d{1,2})(?: (\S+))?$/.exec(text) ?? [];
  const [first, end] = [Number(from), Number(to)];
  if (!(first <= 23 && end <= 24) || first === end || !isTimeZone(timeZone)) {
    context.addIssue('Must be always, never, or two different hours and a time zone, such as 18-23 Europe/Berlin');
    return z.NEVER;
  }
  // The hours of a show after midnight are smaller.
  const length = (end - first + 24) % 24 || 24;
  const hours = Array.from({ length }, (_, index) => (first + index) % 24);
  return { hours: hours.sort((a, b) => a - b), timeZone };
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
