import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAllowed } from './evaluate';
import type { PolicyStatement } from './policy';

const api = 'arn:aws:appsync:us-east-1:111122223333:apis/abc';
const field = `${api}/types/Mutation/fields/castVotes`;

function allow(action: string, resource: string): PolicyStatement {
  return { Effect: 'Allow', Action: [action], Resource: [resource] };
}

function deny(action: string, resource: string): PolicyStatement {
  return { Effect: 'Deny', Action: [action], Resource: [resource] };
}

describe('isAllowed', () => {
  test.each<[string, PolicyStatement[], boolean]>([
    ['denies without statements', [], false],
    ['allows a named action and resource', [allow('appsync:GraphQL', field)], true],
    ['denies another action', [allow('appsync:GetGraphqlApi', field)], false],
    ['denies another resource', [allow('appsync:GraphQL', `${api}/types/Mutation/fields/startRound`)], false],
    ['denies a resource with only the same beginning', [allow('appsync:GraphQL', field.slice(0, -1))], false],
    ['denies a longer resource', [allow('appsync:GraphQL', `${field}2`)], false],
    ['matches any characters with *, even slashes', [allow('appsync:GraphQL', `${api}/*`)], true],
    ['matches no characters with *', [allow('appsync:GraphQL', `${field}*`)], true],
    ['matches * in the middle', [allow('appsync:GraphQL', `${api}/types/*/fields/castVotes`)], true],
    ['matches one character with ?', [allow('appsync:GraphQL', `${field.slice(0, -1)}?`)], true],
    ['does not match an empty string with ?', [allow('appsync:GraphQL', `${field}?`)], false],
    ['allows everything with *', [allow('*', '*')], true],
    ['matches wildcards in actions', [allow('appsync:Graph*', field)], true],
    ['compares actions case-insensitively', [allow('AppSync:graphql', field)], true],
    ['compares resources case-sensitively', [allow('appsync:GraphQL', field.toUpperCase())], false],
    ['does not treat a pattern as a regular expression', [allow('appsync.GraphQL', field)], false],
    ['denies if an explicit Deny matches', [allow('*', '*'), deny('appsync:GraphQL', field)], false],
    ['denies in any order of statements', [deny('appsync:*', `${api}/*`), allow('appsync:GraphQL', field)], false],
    ['ignores a Deny of something else', [allow('*', '*'), deny('dynamodb:*', '*')], true],
    ['needs action and resource in one statement', [allow('appsync:GraphQL', 'x'), allow('x', field)], false],
    [
      'tries every action and resource of a statement',
      [{ Effect: 'Allow', Action: ['x', 'appsync:GraphQL'], Resource: ['y', field] }],
      true,
    ],
  ])('%s', (_, statements, expected) => {
    expect(isAllowed(statements, 'appsync:GraphQL', field)).toBe(expected);
  });

  test('matches wildcards as a regular expression would', () => {
    const letters = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet.split('')), maxLength: 12 });
    fc.assert(
      fc.property(letters('ab*?'), letters('ab'), (pattern, resource) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(isAllowed([allow('*', pattern)], 'x:Y', resource)).toBe(expression.test(resource));
      }),
      { numRuns: 1000 },
    );
  });

  test('is not slowed down by a hostile pattern', () => {
    const pattern = `${'*a'.repeat(200)}b`;
    expect(isAllowed([allow('*', pattern)], 'x:Y', 'a'.repeat(5000))).toBe(false);
  });

  test('never allows more for an added Deny, nor less for an added Allow', () => {
    const names = fc.constantFrom('a', 'b', '*');
    const statement = fc.record({
      Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
      Action: fc.array(names),
      Resource: fc.array(names),
    });
    fc.assert(
      fc.property(fc.array(statement), statement, (statements, added) => {
        const before = isAllowed(statements, 'a', 'b');
        const after = isAllowed([...statements, added], 'a', 'b');
        if (added.Effect === 'Deny') expect(after && !before).toBe(false);
        else expect(before && !after).toBe(false);
      }),
    );
  });
});
