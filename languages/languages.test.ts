import { describe, expect, it } from 'vitest';
import { dictionaries } from './dictionaries';
import { createFormatter } from './formatter';
import { createTimeText } from './time-text';
import { hostDictionaries } from './host/dictionaries';
import { languages } from './language';
import { localeOf } from './locale';
import { fill, type PluralForms } from './texts';

type Tree = { [key: string]: string | Tree };

/** A text with plural forms is one leaf. */
function leaves(tree: Tree, path = ''): [string, string | PluralForms][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string | PluralForms][] => {
    const name = path ? `${path}.${key}` : key;
    if (typeof value === 'string') return [[name, value]];
    return typeof value.other === 'string' ? [[name, value as PluralForms]] : leaves(value, name);
  });
}

const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
const formsOf = (leaf: string | PluralForms) => (typeof leaf === 'string' ? [leaf] : Object.values(leaf));

const sets = [
  ['the show', dictionaries],
  ['the page for operators', hostDictionaries],
] as const;
const all = sets.flatMap(([page, texts]) => languages.map((language) => [language, page, texts] as const));

describe.each(all)('%s of %s', async (language, _page, texts) => {
  const own = new Map(leaves(await texts[language]()));
  const english = new Map(leaves(await texts.en()));

  it('has the same texts as English', () => {
    expect([...own.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('has no empty text', () => {
    for (const [name, leaf] of own) for (const text of formsOf(leaf)) expect(text.trim(), name).not.toBe('');
  });

  it('fills in only names that English has', () => {
    for (const [name, leaf] of own) {
      const known = new Set([...formsOf(english.get(name) ?? '').flatMap(namesIn), 'count']);
      for (const text of formsOf(leaf))
        for (const value of namesIn(text)) expect(known, `${name} of ${text}`).toContain(value);
    }
  });

  it('has every plural form that its rules need', () => {
    const rules = new Intl.PluralRules(language);
    // Rules for millions only, such as `many` in Spanish and French, may use `other`.
    const needed = new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)));
    for (const [name, leaf] of own)
      if (typeof leaf !== 'string') expect(Object.keys(leaf), name).toEqual(expect.arrayContaining([...needed]));
  });
});

describe('a text', () => {
  it('is filled in by name', () => {
    expect(fill('{a} and {b} and {a}', { a: 1, b: 'two' })).toBe('1 and two and 1');
  });

  it('throws if a value is missing', () => {
    expect(() => fill('{a} and {b}', { a: 1 })).toThrow('b');
  });

  it('does not fill in names inside values', () => {
    expect(fill('{movie}', { movie: '{movie} $1 $&' })).toBe('{movie} $1 $&');
  });
});

describe('counting', () => {
  it.each([
    ['en', 1, '1 vote'],
    ['en', 1234, '1,234 votes'],
    ['es', 1, '1 voto'],
    ['es', 1_000_000, '1.000.000 votos'],
    ['ar', 2, 'صوتان'],
    ['ar', 3, '3 أصوات'],
    ['ar', 11, '11 صوتًا'],
    ['ja', 5, '5票'],
  ] as const)('%s %i: %s', async (language, count, text) => {
    const { votes } = await dictionaries[language]();
    expect(createFormatter(language, localeOf(language, [])).count(votes.votes, count)).toBe(text);
  });
});

describe('dates', () => {
  it.each(['1927', 'unknown', ''])('that are incomplete stay: %o', (text) => {
    expect(createFormatter('en', 'en-US').date(text)).toBe(text);
  });
});

describe('a time', () => {
  const noon = new Date(2026, 11, 1, 12).getTime();
  const timeText = createTimeText('en-US', () => noon);

  it('of today has no date', () => {
    expect(timeText(new Date(2026, 11, 1, 20, 5).getTime())).toMatch(/^8:05\sPM$/);
  });

  it.each([
    ['tomorrow', new Date(2026, 11, 2, 0, 0), /^Dec 2, 12:00\sAM$/],
    ['yesterday', new Date(2026, 10, 30, 23, 59), /^Nov 30, 11:59\sPM$/],
  ])('of %s has one', (_, time, text) => {
    expect(timeText(time.getTime())).toMatch(text);
  });
});
