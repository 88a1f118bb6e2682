import { describe, expect, it } from 'vitest';
import { languageOf } from './language';

// `qaa` and `qab` are kept free for private use: nobody will ever add them.
describe('the language of a request', () => {
  it.each([
    ['what was chosen, before all', 'ja', 'es', 'ja'],
    ['the browser’s', undefined, 'ar', 'ar'],
    ['the browser’s, whatever the region', undefined, 'es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['the next one that there is', undefined, 'qaa-FR, qab;q=0.9, ja;q=0.5, en;q=0.4', 'ja'],
    ['none that is refused', undefined, 'es;q=0, ar;q=0.1', 'ar'],
    ['English for all others', undefined, 'qaa', 'en'],
    ['English where nothing is asked for', undefined, null, 'en'],
    ['English for nonsense', '../../etc/passwd', ';;;,,q=;<script>', 'en'],
  ])('is %s', (_what, chosen, accepted, language) => {
    expect(languageOf(chosen, accepted)).toBe(language);
  });
});
