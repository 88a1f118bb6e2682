/** Formats numbers, dates, lists and plurals in a language. */
import { localeOf, type Language } from './language';
import { fill, type PluralForms } from './texts';

export interface Formatter {
  number(value: number): string;
  /** About five characters at most, as in 12.3K. */
  compact(value: number): string;
  /** @param share from 0 to 1 */
  percent(share: number): string;
  list(items: string[]): string;
  /** @param date from TMDB: `1927-01-10`, or a part of it for some movies, which is returned unchanged */
  date(date: string): string;
  /** @param count selects the plural form and fills in `{count}`; `values` fill in the other names */
  count(forms: PluralForms, count: number, values?: Record<string, string | number>): string;
}

/** The formats of a language. */
export function createFormatter(language: Language): Formatter {
  const locale = localeOf(language);
  const numbers = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  const lists = new Intl.ListFormat(locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const plurals = new Intl.PluralRules(locale);

  const number = (value: number) => numbers.format(value);
  return {
    number,
    compact: (value) => (value < 10_000 ? String(value) : compact.format(value)),
    percent: (share) => percents.format(share),
    list: (items) => lists.format(items),
    date: (text) => {
      const date = new Date(text);
      return Number.isNaN(date.getTime()) || text.length < 10 ? text : dates.format(date);
    },
    count: (forms, count, values = {}) =>
      fill(forms[plurals.select(count)] ?? forms.other, { count: number(count), ...values }),
  };
}
