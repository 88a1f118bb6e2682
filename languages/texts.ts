/** What an interface text is in any language, and how it is filled in. */
import type { en } from './en';

/** One text for each way a language counts: https://cldr.unicode.org/index/cldr-spec/plural-rules */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

type Translated<T> = {
  [Key in keyof T]: T[Key] extends string ? string : T[Key] extends PluralForms ? PluralForms : Translated<T[Key]>;
};

/** Every text of the interface. Plain data: the server sends one language, whole, with the page. */
export type Texts = Translated<typeof en>;

/**
 * Puts values in the place of names in braces.
 *
 * @throws where the text asks for a value that is not there
 */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The text "${text}" has no value for ${name}.`);
    return String(value);
  });
}
