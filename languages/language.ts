/** The languages that Matinee speaks. */
export const languages = ['en', 'es', 'ar', 'ja'] as const;

export type Language = (typeof languages)[number];

/** Each in its own words, for those who look for it. */
export const languageNames: Record<Language, string> = { en: 'English', es: 'Español', ar: 'العربية', ja: '日本語' };

/** Cookie that holds what was chosen by hand. */
export const languageCookie = 'matinee.language';

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}
