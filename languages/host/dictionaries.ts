/** Imports the texts of the host's page in a language. */
import type { Language } from '../language';
import type { HostTexts } from './texts';

export const hostDictionaries: Record<Language, () => Promise<HostTexts>> = {
  en: async () => (await import('./en')).hostEn,
  es: async () => (await import('./es')).hostEs,
  ar: async () => (await import('./ar')).hostAr,
  ja: async () => (await import('./ja')).hostJa,
};
