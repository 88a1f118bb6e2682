import { describe, expect, it } from 'vitest';
import { accountOf } from './operator';

describe('the account of a token', () => {
  it.each([
    ['an operator', { sub: 'a', 'cognito:groups': ['other', 'operators'] }, { id: 'a', isOperator: true }],
    ['a user of another group', { sub: 'a', 'cognito:groups': ['other'] }, { id: 'a', isOperator: false }],
    ['a user without groups', { sub: 'a' }, { id: 'a', isOperator: false }],
    [
      'a user with a group that only looks alike',
      { sub: 'a', 'cognito:groups': 'operators' },
      { id: 'a', isOperator: false },
    ],
    ['nobody', undefined, null],
    ['nobody, without an id', { 'cognito:groups': ['operators'] }, null],
  ])('is that of %s', (_who, claims, account) => {
    expect(accountOf(claims)).toEqual(account);
  });
});
