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
    ['denies where there is no statement', [], false],
    ['allows what is named', [allow('appsync:GraphQL', field)], true],
    ['denies another action', [allow('appsync:GetGraphqlApi', field)], false],
    ['denies another resource', [allow('appsync:GraphQL', `${api}/types/Mutation/fields/startRound`)], false],
    ['denies a resource that only starts alike', [allow('appsync:GraphQL', field.slice(0, -1))], false],
    ['denies a resource that goes on', [allow('appsync:GraphQL', `${field}2`)], false],
    ['lets * stand for any characters, slashes too', [allow('appsync:GraphQL', `${api}/*`)], true],
    ['lets * stand for none', [allow('appsync:GraphQL', `${field}*`)], true],
    ['lets * stand in the middle', [allow('appsync:GraphQL', `${api}/types/*/fields/castVotes`)], true],
    ['lets ? stand for one character', [allow('appsync:GraphQL', `${field.slice(0, -1)}?`)], true],
    ['lets ? not stand for none', [allow('appsync:GraphQL', `${field}?`)], false],
    ['allows everything with *', [allow('*', '*')], true],
    ['lets wildcards stand in actions', [allow('appsync:Graph*', field)], true],
    ['compares actions without regard to case', [allow('AppSync:graphql', field)], true],
    ['compares resources by case', [allow('appsync:GraphQL', field.toUpperCase())], false],
    ['takes no pattern for a regular expression', [allow('appsync.GraphQL', field)], false],
    ['lets an explicit Deny win', [allow('*', '*'), deny('appsync:GraphQL', field)], false],
    ['lets Deny win whatever the order', [deny('appsync:*', `${api}/*`), allow('appsync:GraphQL', field)], false],
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
    const letters = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 });
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
