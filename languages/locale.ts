/** The regional formats of a language: "July 21, 1950" for en-US, "21 July 1950" for en-GB. */
import { defaultLocaleOf, type Language } from './language';

/**
 * Returns the locale for numbers, dates and plurals: of the first tag in the language, or the language's own.
 *
 * @param tags the browser's, in order of preference: https://www.rfc-editor.org/rfc/rfc5646
 */
export function localeOf(language: Language, tags: readonly string[]): string {
  const [preferred] = tags.flatMap(parse).filter((tag) => tag.language === language);
  const region = preferred?.region;
  // Other calendars and digits would not match the rest of the page.
  return `${region ? `${language}-${region}` : defaultLocaleOf(language)}-u-ca-gregory-nu-latn`;
}

/** Browsers send any text in these headers, for example `*`. */
function parse(tag: string): Intl.Locale[] {
  try {
    return [new Intl.Locale(tag)];
  } catch {
    return [];
  }
}
