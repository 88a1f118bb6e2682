import { describe, expect, it } from 'vitest';
import { createFormatter } from './formatter';
import type { Language } from './language';
import { localeOf } from './locale';

const format = (language: Language, ...tags: string[]) => createFormatter(language, localeOf(language, tags));

describe('dates', () => {
  it.each<[string, Language, string[], string]>([
    ['American', 'en', ['en-US', 'en'], 'July 21, 1950'],
    ['British', 'en', ['en-GB'], '21 July 1950'],
    ['Australian', 'en', ['de-DE', 'en-AU', 'en-US'], '21 July 1950'],
    ['without a region', 'en', ['en'], 'July 21, 1950'],
    ['of a browser in another language', 'en', ['de-DE', 'de'], 'July 21, 1950'],
    ['with a script', 'en', ['en-Latn-GB'], '21 July 1950'],
    ['of a region by number', 'es', ['es-419'], '21 de julio de 1950'],
    ['Spanish', 'es', ['es-ES'], '21 de julio de 1950'],
    ['Japanese', 'ja', ['ja-JP'], '1950年7月21日'],
    ['in the usual calendar', 'ja', ['ja-JP-u-ca-japanese'], '1950年7月21日'],
    ['Egyptian', 'ar', ['ar-EG'], '21 يوليو 1950'],
    ['Saudi, in the usual calendar', 'ar', ['ar-SA'], '21 يوليو 1950'],
    ['Syrian', 'ar', ['ar-SY'], '21 تموز 1950'],
    ['of tags that are none', 'en', ['*', '', 'x', 'en_GB', '😀', 'a'.repeat(9000), 'en-GB'], '21 July 1950'],
  ])('are %s', (_what, language, tags, text) => {
    expect(format(language, ...tags).date('1950-07-21')).toBe(text);
  });
});

describe('numbers', () => {
  it.each<[Language, string, string, string]>([
    ['en', 'en-US', '12,345', '12.3K'],
    ['en', 'en-IN', '12,345', '12.3K'],
    ['es', 'es-ES', '12.345', '12,3 mil'],
    ['es', 'es-MX', '12,345', '12.3 k'],
    ['ar', 'ar-EG', '12,345', '12.3 ألف'],
    ['ja', 'ja-JP', '12,345', '1.23万'],
  ])('%s for %s: %s, %s', (language, tag, whole, compact) => {
    const numbers = format(language, tag);
    expect(numbers.number(12_345)).toBe(whole);
    expect(numbers.compact(12_345).replace(/\s/g, ' ')).toBe(compact);
  });

  it('are compact from a limit', () => {
    const numbers = format('en', 'en-US');
    expect([9999, 10_000].map((value) => numbers.compact(value))).toEqual(['9999', '10K']);
    expect([999, 1000, 1349].map((value) => numbers.compact(value, 1000))).toEqual(['999', '1K', '1.35K']);
  });
});
