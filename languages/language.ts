interface Facts {
  /** In its own words, for those who look for it. */
  name: string;
  /** For numbers, dates and plurals: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Intl */
  locale: string;
  direction: 'ltr' | 'rtl';
}

/** The languages that Matinee speaks, by the tag that browsers ask for. */
const spoken = {
  en: { name: 'English', locale: 'en-GB', direction: 'ltr' },
  es: { name: 'Español', locale: 'es', direction: 'ltr' },
  ar: { name: 'العربية', locale: 'ar-u-nu-latn', direction: 'rtl' },
  ja: { name: '日本語', locale: 'ja', direction: 'ltr' },
} satisfies Record<string, Facts>;

export type Language = keyof typeof spoken;

export const languages = Object.keys(spoken) as Language[];

/** Cookie that holds what was chosen by hand. */
export const languageCookie = 'matinee.language';

export function nameOf(language: Language): string {
  return spoken[language].name;
}

export function directionOf(language: Language): Facts['direction'] {
  return spoken[language].direction;
}

export function localeOf(language: Language): string {
  return spoken[language].locale;
}

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}
