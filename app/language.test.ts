import { describe, expect, it } from 'vitest';
import { languageOf } from './language';

// `qaa` and `qab` are reserved for private use: they will never be assigned.
describe('the language of a request', () => {
  it.each([
    ['the chosen one, with priority', 'ja', 'es', 'ja'],
    ['the browser’s first', undefined, 'ar', 'ar'],
    ['the browser’s, regardless of the region', undefined, 'es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['the browser’s first supported one', undefined, 'qaa-FR, qab;q=0.9, ja;q=0.5, en;q=0.4', 'ja'],
    ['never one with quality 0', undefined, 'es;q=0, ar;q=0.1', 'ar'],
    ['English for unsupported languages', undefined, 'qaa', 'en'],
    ['English without a preference', undefined, null, 'en'],
    ['English for invalid input', '../../etc/passwd', ';;;,,q=;<script>', 'en'],
  ])('is %s', (_what, chosen, accepted, language) => {
    expect(languageOf(chosen, accepted)).toBe(language);
  });
});
