/** The type of the interface texts, and how values are filled in. */
import type { en } from './en';

/** One text per plural rule of a language: https://cldr.unicode.org/index/cldr-spec/plural-rules */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** The type of the other languages, from that of the English texts. */
export type Translated<T> = {
  [Key in keyof T]: T[Key] extends string ? string : T[Key] extends PluralForms ? PluralForms : Translated<T[Key]>;
};

/** All texts of the interface. Plain data, since the server sends all texts of one language with the page. */
export type Texts = Translated<typeof en>;

/**
 * Replaces names in braces by values.
 *
 * @throws {Error} if a value is missing
 */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The text "${text}" has no value for ${name}.`);
    return String(value);
  });
}
