import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { loadResolver } from 'amplify-local/appsync';
import { toOneLine, textProblem, textLength } from './chat-text';

const max = limits.maxTextLength;

describe('textProblem', () => {
  it.each([
    'Hello',
    '  Hello ',
    '🎬 👨‍👩‍👧 🏳️‍🌈 🇯🇵 1️⃣',
    'مرحبا بالجميع',
    'שָׁלוֹם',
    'नमस्ते',
    'x'.repeat(max),
    ` ${'x'.repeat(max)} `,
    'Z\u0310\u0310\u0310\u0310',
  ])('accepts %s', (text) => expect(textProblem(text, max)).toBeNull());

  it.each([
    ['', 'empty'],
    [' \u00a0\u3000', 'empty'],
    ['x'.repeat(max + 1), 'tooLong'],
    ['😀'.repeat(max / 2 + 1), 'tooLong'],
    ['one\ntwo', 'unfit'],
    ['ring \u0007!', 'unfit'],
    ['one\u2028two', 'unfit'],
    ['abc\u202edef', 'unfit'],
    ['film \ud83c', 'unfit'],
    [`Z${'\u0310'.repeat(5)}`, 'unfit'],
    ['\u0301', 'unfit'],
    ['\u200b\u2060', 'invisible'],
  ])('refuses %j as %s', (text, problem) => expect(textProblem(text, max)).toBe(problem));

  it('agrees with the server', () => {
    const source = new URL('../amplify/data/resolvers/sendMessage.throttle.js', import.meta.url);
    const resolver = loadResolver(readFileSync(source, 'utf8'), {
      name: 'sendMessage.throttle',
      now: () => 0,
      env: { LIMITS: JSON.stringify(limits) },
    });
    const identity = { cognitoIdentityId: 'us-east-1:11111111-2222-3333-4444-555555555555' };
    const isRefused = (text: string) =>
      resolver.request({ arguments: { nickname: 'Ada', text }, identity, stash: {} }).error !== undefined;
    const odd = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\t',
      '\u0301',
      '\u200b',
      '\u200d',
      '\u2028',
      '\u202e',
      '\u2066',
      '\ufeff',
      '\ud83d',
      '🎬',
      '\u00a0',
      '\u{e0041}',
      '\ufe0f',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        expect(textProblem(text, max) !== null, JSON.stringify(text)).toBe(isRefused(text));
      }),
    );
  }, 30_000);
});

describe('toOneLine', () => {
  it.each([
    ['one\ntwo', 'one two'],
    ['one\r\n\r\n\ttwo', 'one two'],
    ['one\u2028two\u2029three', 'one two three'],
    ['one two', 'one two'],
  ])('converts %j to %j', (text, line) => expect(toOneLine(text)).toBe(line));
});

it('measures texts in UTF-16 code units without surrounding spaces', () => {
  expect(textLength('  a😀 ')).toBe(3);
});
