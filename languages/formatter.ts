/** Formats numbers, dates, lists and plurals in a language. */
import type { Language } from './language';
import { fill, type PluralForms } from './texts';

export interface Formatter {
  number(value: number): string;
  /**
   * About five characters at most, as in 12.3K.
   *
   * @param exactBelow smaller numbers are written in full, so that each vote is seen
   */
  compact(value: number, exactBelow?: number): string;
  /** @param share from 0 to 1 */
  percent(share: number): string;
  list(items: string[]): string;
  /** @param date from TMDB: `1927-01-10`, or a part of it for some movies, which is returned unchanged */
  date(date: string): string;
  /** @param count selects the plural form and fills in `{count}`; `values` fill in the other names */
  count(forms: PluralForms, count: number, values?: Record<string, string | number>): string;
}

/** Creates a value when it is needed first. Intl's formats take tens of milliseconds to create on a phone. */
function lazily<T>(create: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= create());
}

/**
 * The formats of a language.
 *
 * @param locale the language with a region
 */
export function createFormatter(language: Language, locale: string): Formatter {
  const numbers = lazily(() => new Intl.NumberFormat(locale));
  const compact = lazily(() => new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }));
  const percents = lazily(() => new Intl.NumberFormat(locale, { style: 'percent' }));
  const lists = lazily(() => new Intl.ListFormat(locale));
  const dates = lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }));
  const plurals = lazily(() => new Intl.PluralRules(language));

  const number = (value: number) => numbers().format(value);
  return {
    number,
    compact: (value, exactBelow = 10_000) => (value < exactBelow ? String(value) : compact().format(value)),
    percent: (share) => percents().format(share),
    list: (items) => lists().format(items),
    date: (text) => {
      const date = new Date(text);
      return Number.isNaN(date.getTime()) || text.length < 10 ? text : dates().format(date);
    },
    count: (forms, count, values = {}) =>
      fill(forms[plurals().select(count)] ?? forms.other, { count: number(count), ...values }),
  };
}
