/** Imports the texts of a language. A page loads only the languages that it shows. */
import type { Language } from './language';
import type { Texts } from './texts';

export const dictionaries: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('./en')).en,
  es: async () => (await import('./es')).es,
  ar: async () => (await import('./ar')).ar,
  ja: async () => (await import('./ja')).ja,
};
