interface Facts {
  /** In the language itself. */
  name: string;
  /** For numbers and dates if the browser names no region. */
  locale: string;
  direction: 'ltr' | 'rtl';
}

/** The languages of the interface, by the tag that browsers request. */
const facts = {
  en: { name: 'English', locale: 'en-US', direction: 'ltr' },
  es: { name: 'Español', locale: 'es', direction: 'ltr' },
  ar: { name: 'العربية', locale: 'ar', direction: 'rtl' },
  ja: { name: '日本語', locale: 'ja', direction: 'ltr' },
} satisfies Record<string, Facts>;

export type Language = keyof typeof facts;

export const languages = Object.keys(facts) as Language[];

/** The cookie with the language that the user has chosen. */
export const languageCookie = 'matinee.language';

export function nameOf(language: Language): string {
  return facts[language].name;
}

export function directionOf(language: Language): Facts['direction'] {
  return facts[language].direction;
}

/** The locale of a language if the browser names no region. */
export function defaultLocaleOf(language: Language): string {
  return facts[language].locale;
}

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}
