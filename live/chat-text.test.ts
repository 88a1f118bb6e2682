import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatPatterns } from '../amplify/chat-text';
import { limits, limitVariables } from '../amplify/limits';
import { loadResolver } from 'amplify-local/appsync';
import { cleanText, textLength, textProblem, toOneLine, type TextProblem } from './chat-text';
import { everyday, names, sentences } from './ordinary-texts.fixture';

type Field = 'nickname' | 'text';
type Verdict = { clean: string } | { problem: TextProblem };

const maxLengths = { nickname: limits.maxNicknameLength, text: limits.maxTextLength };
const max = limits.maxTextLength;

function onPage(text: string, field: Field = 'text'): Verdict {
  const problem = textProblem(text, maxLengths[field]);
  return problem === null ? { clean: cleanText(text) } : { problem };
}

const resolver = loadResolver(
  readFileSync(new URL('../amplify/data/resolvers/cleanTexts.js', import.meta.url), 'utf8'),
  { name: 'cleanTexts', now: () => 0, env: { ...limitVariables(), ...chatPatterns } },
);
const identity = { cognitoIdentityId: 'us-east-1:11111111-2222-3333-4444-555555555555' };

const problems: [message: RegExp, TextProblem][] = [
  [/is empty\.$/, 'empty'],
  [/at most \d+ characters\.$/, 'tooLong'],
  [/combining marks/, 'marks'],
];

function inResolver(text: string, field: Field = 'text'): Verdict {
  const { error, stash } = resolver.request({
    arguments: { nickname: 'Ada', text: 'Hello', [field]: text },
    identity,
    stash: {},
  });
  if (!error) return { clean: (stash as { texts: Record<Field, string> }).texts[field] };
  if (!('message' in error) || error.errorType !== 'InvalidMessage') throw new Error(JSON.stringify(error));
  const [, problem] = problems.find(([message]) => message.test(error.message)) ?? [];
  if (!problem) throw new Error(error.message);
  return { problem };
}

const code = (...points: number[]) => String.fromCodePoint(...points);
const everyCodePoint = Array.from({ length: 0x110000 }, (_, point) => code(point));

/**
 * Renders nothing, alone: format controls, spaces, characters that renderers ignore, unassigned and private ones, the
 * place of a picture, and five letters, marks and symbols that are blank. Unassigned code points that are reserved for
 * emoji do not belong here: the device that sends one may know a newer version of Unicode.
 */
const blank =
  /^(?:[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cf}\p{Z}\p{Cc}\p{Cs}\p{Co}\uFFFC\u2800\u{1D159}\u{13441}\u{13442}\u{16FE4}]|(?!\p{Extended_Pictographic})\p{Cn})$/u;

describe.each([
  ['the page', onPage],
  ['the resolver', inResolver],
])('%s', (_, judge) => {
  it.each(Object.entries(sentences))('accepts a sentence in %s', (_, text) => {
    expect(judge(text)).toEqual({ clean: text });
  });

  it.each(names)('accepts the name %s', (name) => {
    expect(judge(name, 'nickname')).toEqual({ clean: name });
  });

  it.each(Object.entries(everyday))('accepts %s', (_, text) => {
    expect(judge(text)).toEqual({ clean: text });
  });

  it.each([
    ['spaces at the ends', '  \u00a0Hello\u3000', 'Hello'],
    ['line breaks and tabs', 'one\r\n\r\n\ttwo\u2028three', 'one two three'],
    ['control characters', 'ring \u0007\u001b[31m!', 'ring  [31m!'],
    ['a number that a spreadsheet isolates', '\u202d1,234.56\u202c', '1,234.56'],
    ['a name that a page isolates', '\u2068Ada\u2069', 'Ada'],
    ['marks of the writing direction', '\u200fשלום\u200e \u061cسلام', 'שלום سلام'],
    ['a direction override', '\u202enimda', 'nimda'],
    ['a byte order mark', '\ufeffHello', 'Hello'],
    ['soft hyphens', 'Film\u00advor\u00adfüh\u00adrung', 'Filmvorführung'],
    ['zero width spaces between Latin letters', 'f\u200bi\u200bl\u200bm', 'film'],
    ['joiners between Latin letters', 'f\u200ci\u200dl\u2060m', 'film'],
    ['repeated joiners', 'می\u200c\u200c\u200cخواهم', 'می\u200cخواهم'],
    ['joiners at the ends of an emoji', '\u200d🎬\u200d', '🎬'],
    ['variation selectors after letters', 'f\ufe0fi\u{e0101}l\ufe00m', 'film'],
    ['Mongolian selectors after letters', 'f\u180bi\u180em', 'fim'],
    ['tags that spell hidden text', `Hi${code(0xe0068, 0xe0069, 0xe007f)}`, 'Hi'],
    ['tags of a flag that does not exist', `🏴${code(0xe0075, 0xe0073, 0xe007f)}`, '🏴'],
    ['a flag without its end', `🏴${code(0xe0067, 0xe0062, 0xe0073, 0xe0063, 0xe0074)}`, '🏴'],
    ['halves of a surrogate pair', '\udf9efilm \ud83c', 'film'],
    ['halves in the wrong order', 'film\udf9e\ud83c', 'film'],
    ['a combining grapheme joiner', 'Z\u034f\u0310', 'Z\u0310'],
    ['Hangul fillers', '\u3164Ada\uffa0', 'Ada'],
    ['the place of a picture from a document', 'Look: \ufffc', 'Look:'],
    ['invisible operators', 'f\u2061(x)', 'f(x)'],
    ['annotations', '\ufff9漢\ufffaかん\ufffb', '漢かん'],
  ])('cleans %s', (_, text, clean) => {
    expect(judge(text)).toEqual({ clean });
  });

  it.each<[string, string, TextProblem]>([
    ['nothing', '', 'empty'],
    ['spaces of all kinds', ' \u00a0\u2003\u202f\u3000\ufeff', 'empty'],
    ['invisible characters', '\u200b\u200d\u2060\u00ad', 'empty'],
    ['a blank name and text', '\u3164\u2800', 'empty'],
    ['blank letters and symbols', code(0x115f, 0x1160, 0xffa0, 0x1d159, 0x13441), 'empty'],
    ['tags', code(0xe0041, 0xe0042), 'empty'],
    ['private characters', code(0xe000, 0xf8ff, 0xf0000), 'empty'],
    ['half of a surrogate pair', '\ud83c', 'empty'],
    ['a combining mark without a base', '\u0301', 'empty'],
    ['a combining mark at the start', '\u0301Hello', 'marks'],
    ['a mark that follows an invisible character', '\u200b\u0301Hello', 'marks'],
    ['five marks on a character', `Z${'\u0310'.repeat(5)}`, 'marks'],
    ['different marks', `H${code(...Array.from({ length: 0x70 }, (_, index) => 0x300 + index))}`, 'marks'],
    ['marks with invisible characters between them', `Z${'\u0310\u034f\u200d'.repeat(50)}`, 'marks'],
    ['Arabic marks with joiners between them', `ا${'\u064e\u200d'.repeat(50)}`, 'marks'],
    ['Thai vowels above a letter', `ก${'\u0e47'.repeat(50)}`, 'marks'],
    ['Burmese marks on a letter', `က${'\u1036\u1037\u103b'.repeat(20)}`, 'marks'],
    ['enclosing marks', `a${'\u20dd'.repeat(5)}`, 'marks'],
    ['a name of marks in Hangul', `\u3164${'\u0310'.repeat(20)}`, 'empty'],
    ['one character too many', 'x'.repeat(max + 1), 'tooLong'],
    ['emoji past the limit', '😀'.repeat(max / 2 + 1), 'tooLong'],
    ['100 kB', 'x'.repeat(100_000), 'tooLong'],
    ['100 kB of invisible characters', '\u200b'.repeat(100_000), 'tooLong'],
  ])('refuses %s', (_, text, problem) => {
    expect(judge(text)).toEqual({ problem });
  });

  it('measures a text after cleaning', () => {
    expect(judge(` \u202a${'x'.repeat(max)}\u202c `)).toEqual({ clean: 'x'.repeat(max) });
  });

  it('refuses every character that renders blank as empty', () => {
    const chars = everyCodePoint.filter((char) => blank.test(char));
    expect(chars.length).toBeGreaterThan(900_000);
    // Spaces keep unpaired surrogates apart.
    for (let start = 0; start < chars.length; start += 90) {
      const text = chars.slice(start, start + 90).join(' ');
      expect(judge(text), `from U+${text.codePointAt(0)?.toString(16)}`).toEqual({ problem: 'empty' });
    }
  });

  it('accepts every other letter, number, punctuation mark and symbol', () => {
    const chars = everyCodePoint.filter((char) => /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(char) && !blank.test(char));
    expect(chars.length).toBeGreaterThan(100_000);
    for (let start = 0; start < chars.length; start += 90) {
      const text = chars.slice(start, start + 90).join(' ');
      expect(judge(text)).toEqual({ clean: text });
    }
  });
});

/** Texts in which characters that matter to the rules are as frequent as the others. */
const randomText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.nat(0x10ffff).map((point) => code(point)) },
      { weight: 2, arbitrary: fc.integer({ min: 0x2000, max: 0x206f }).map((point) => code(point)) },
      { weight: 2, arbitrary: fc.integer({ min: 0x300, max: 0x1100 }).map((point) => code(point)) },
      { weight: 2, arbitrary: fc.integer({ min: 0xe0020, max: 0xe007f }).map((point) => code(point)) },
      { weight: 1, arbitrary: fc.integer({ min: 0xd800, max: 0xdfff }).map((point) => code(point)) },
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          ...['a', ' ', '\n', '\u0301', '\u0310', '\u064e', '\u200b', '\u200c', '\u200d', '\u034f', '\ufe0f', '\ufe00'],
          ...[
            '\u{e0100}',
            '\u180b',
            '\u3164',
            '\u2800',
            '🏴',
            '🎬',
            '❤',
            '👩',
            '🏽',
            'ا',
            'क',
            '\u094d',
            'ក',
            '葛',
            'ᠠ',
          ],
          ...[...Object.values(everyday), ...names],
        ),
      },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const runs = 10_000;

describe('the page and the resolver', () => {
  it(`agree on ${runs} random texts, which they clean once and for all`, () => {
    const tried = { clean: 0, empty: 0, tooLong: 0, marks: 0 };
    fc.assert(
      fc.property(randomText, fc.constantFrom<Field>('text', 'nickname'), (text, field) => {
        const verdict = onPage(text, field);
        expect(inResolver(text, field)).toEqual(verdict);
        tried['problem' in verdict ? verdict.problem : 'clean'] += 1;
        if ('problem' in verdict) return;
        const { clean } = verdict;
        expect(onPage(clean, field)).toEqual({ clean });
        expect(clean.length).toBeLessThanOrEqual(maxLengths[field]);
        expect(Array.from(clean).every((char) => blank.test(char))).toBe(false);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]|^\s|\s$/u);
      }),
      { numRuns: runs, seed: 1 },
    );
    // None of the four outcomes is rare.
    expect(Math.min(...Object.values(tried)), JSON.stringify(tried)).toBeGreaterThan(100);
  });

  it('have patterns that fit into environment variables of AppSync', () => {
    for (const pattern of Object.values(chatPatterns)) expect(pattern.length).toBeLessThanOrEqual(512);
  });
});

describe('toOneLine', () => {
  it.each([
    ['one\ntwo', 'one two'],
    ['one\r\n\r\n\ttwo', 'one two'],
    ['one\u2028two\u2029three', 'one two three'],
    ['\u202d1,234.56\u202c', '1,234.56'],
    [' one two', ' one two'],
  ])('converts %j to %j', (text, line) => expect(toOneLine(text)).toBe(line));
});

it('measures texts in UTF-16 code units, without what cleaning removes', () => {
  expect(textLength('  a\u2066😀\u2069 ')).toBe(3);
});
