/** Numbers, dates and counted things, as a language writes them. */
import { localeOf, type Language } from './language';
import { fill, type PluralForms } from './texts';

export interface Formatter {
  number(value: number): string;
  /** At most five characters or so, where there is no room for more: 12.3K. */
  compact(value: number): string;
  /** @param share from 0 to 1 */
  percent(share: number): string;
  list(items: string[]): string;
  /** @param date as TMDB writes it: `1927-01-10`, and for some films a part of it; what is no date stays as it is */
  date(date: string): string;
  /** @param count chooses the form, and fills in `{count}`; `values` fill in the rest */
  count(forms: PluralForms, count: number, values?: Record<string, string | number>): string;
}

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
