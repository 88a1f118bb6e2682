/** Fuzzes IAM's policy evaluation: against a slow reference, and by general properties. */
import { isAllowed, type PolicyStatement } from 'amplify-local/iam';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setUpFuzzing, checkProperty } from './check-property';

setUpFuzzing('the IAM matcher');

/** From the IAM user guide: `*` matches any characters, `?` any single one. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return matches(pattern.slice(1), text) || (text !== '' && matches(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && matches(pattern.slice(1), text.slice(1));
}

function reference(statements: PolicyStatement[], action: string, resource: string): boolean {
  let allowed = false;
  for (const { Effect, Action, Resource } of statements) {
    const isMeant =
      Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      Resource.some((pattern) => matches(pattern, resource));
    if (isMeant && Effect === 'Deny') return false;
    if (isMeant) allowed = true;
  }
  return allowed;
}

/** A small alphabet, so that patterns often match, with special characters of regular expressions. */
const letters = 'aAbB:/.^$\\[(+|{𝕏\n'.split('');
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...letters), maxLength: 9 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);
const wildcards = fc.string({ unit: fc.constantFrom(...letters, '*', '*', '?'), maxLength: 7 });
/** A text with some characters replaced by wildcards, so that it often matches. */
const hidden = (of: string) =>
  fc
    .array(fc.constantFrom('keep', 'keep', '?', '*'), { minLength: of.length, maxLength: of.length })
    .map((kept) => kept.map((what, index) => (what === 'keep' ? of.charAt(index) : what)).join(''));

const question = fc.record({ action: text, resource: text });
const statementFor = ({ action, resource }: { action: string; resource: string }): fc.Arbitrary<PolicyStatement> =>
  fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: fc.array(fc.oneof(hidden(action), wildcards, fc.constant('*')), { minLength: 1, maxLength: 3 }),
    Resource: fc.array(fc.oneof(hidden(resource), wildcards, fc.constant('*')), { minLength: 1, maxLength: 3 }),
  });
const cases = question.chain((asked) =>
  fc.record({
    asked: fc.constant(asked),
    statements: fc.array(statementFor(asked), { maxLength: 5 }),
    added: statementFor(asked),
  }),
);
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const decide = (statements: PolicyStatement[], { action, resource }: Case['asked']) =>
  isAllowed(statements, action, resource);

describe('a policy', () => {
  it('decides like the reference', () =>
    checkProperty(cases, 3000, ({ asked, statements }) =>
      expect(decide(statements, asked)).toBe(reference(statements, asked.action, asked.resource)),
    ));

  it('never allows more with another Deny, and never less with another Allow', () =>
    checkProperty(cases, 2000, ({ asked, statements, added }) => {
      const before = decide(statements, asked);
      if (decide([...statements, { ...added, Effect: 'Deny' }], asked)) expect(before).toBe(true);
      const isDenied = !before && !decide([...statements, { Effect: 'Allow', Action: ['*'], Resource: ['*'] }], asked);
      const after = decide([...statements, { ...added, Effect: 'Allow' }], asked);
      if (before) expect(after).toBe(true);
      if (isDenied) expect(after).toBe(false);
    }));

  it('does not depend on order or repetition', () =>
    checkProperty(cases, 1000, ({ asked, statements }) => {
      const before = decide(statements, asked);
      expect(decide([...statements].reverse(), asked)).toBe(before);
      expect(decide([...statements, ...statements], asked)).toBe(before);
    }));

  it('ignores the case of actions, but not of resources', () =>
    checkProperty(
      fc.record({
        letter: fc.constantFrom('a', 'b', 'c', 'x', 'y', 'z'),
        rest: text.filter((rest) => !/[*?]/.test(rest)),
      }),
      1000,
      ({ letter, rest }) => {
        const written = letter + rest;
        const other = letter.toUpperCase() + rest;
        const statements: PolicyStatement[] = [{ Effect: 'Allow', Action: [written], Resource: [written] }];
        expect(isAllowed(statements, other, written)).toBe(true);
        expect(isAllowed(statements, written, other)).toBe(false);
      },
    ));

  it('is fast for any wildcards', () =>
    checkProperty(fc.record({ stars: fc.nat(300), length: fc.nat(20_000) }), 100, ({ stars, length }) => {
      const statements: PolicyStatement[] = [{ Effect: 'Allow', Action: ['*'], Resource: ['*a'.repeat(stars) + 'b'] }];
      expect(isAllowed(statements, 'a', 'a'.repeat(length))).toBe(false);
    }));
});
