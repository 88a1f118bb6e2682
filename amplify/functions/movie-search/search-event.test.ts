import { expect, it } from 'vitest';
import { readSearchText } from './search-event';

const operator = {
  accountId: '123456789012',
  cognitoIdentityId: 'us-east-1:8f0e0a4c-0000-4000-8000-000000000000',
  cognitoIdentityAuthType: 'authenticated',
  userArn: 'arn:aws:sts::123456789012:assumed-role/operatorsGroupRole/CognitoIdentityCredentials',
};
const event = (identity: unknown, text: unknown = 'faust') => ({
  typeName: 'Query',
  fieldName: 'searchMovies',
  arguments: { text },
  identity,
});

it('is the text of an operator', () => {
  expect(readSearchText(event(operator))).toBe('faust');
});

it.each([
  ['a guest', { ...operator, cognitoIdentityAuthType: 'unauthenticated' }],
  ['a function', { ...operator, cognitoIdentityAuthType: null, cognitoIdentityId: null }],
  ['a token of the user pool', { sub: '8f0e0a4c', groups: ['operators'], claims: { 'cognito:groups': ['operators'] } }],
  ['an API key', null],
  ['nobody', undefined],
])('is refused from %s', (_, identity) => {
  expect(() => readSearchText(event(identity))).toThrow('Only operators search movies.');
});

it.each([undefined, null, 7, ['faust']])('is refused if it is %j', (text) => {
  expect(() => readSearchText({ ...event(operator), arguments: { text } })).toThrow();
});
