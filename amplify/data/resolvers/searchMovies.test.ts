/** Runs `searchMovies.js` in the local APPSYNC_JS runtime. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { limitVariables } from '@/amplify/limits';
import { loadResolver } from 'amplify-local/appsync';

const { request, response } = loadResolver(readFileSync(new URL('./searchMovies.js', import.meta.url), 'utf8'), {
  name: 'searchMovies',
  env: limitVariables(),
});

const operator = {
  userArn: 'arn:aws:sts::123456789012:assumed-role/operatorsGroupRole/CognitoIdentityCredentials',
  cognitoIdentityId: 'us-east-1:11111111-2222-3333-4444-555555555555',
  cognitoIdentityAuthType: 'authenticated',
};
const search = (text: string, identity: object | null = operator) => request({ arguments: { text }, identity });

it('sends the text of an operator to the function, without the blanks around it', () => {
  expect(search(' faust \n').evaluationResult).toEqual({ operation: 'Invoke', payload: { text: 'faust' } });
  expect(search('').evaluationResult).toEqual({ operation: 'Invoke', payload: { text: '' } });
});

it.each([
  ['a guest', { ...operator, cognitoIdentityAuthType: 'unauthenticated' }],
  ['a function', { userArn: operator.userArn, cognitoIdentityId: null, cognitoIdentityAuthType: null }],
  ['a token of the user pool', { sub: '11111111', groups: ['operators'], claims: {} }],
])('refuses %s', (_, identity) => {
  expect(search('faust', identity).error).toMatchObject({ unauthorized: true });
});

it('refuses a text that is too long', () => {
  expect(search(` ${'x'.repeat(100)} `).error).toBeUndefined();
  expect(search('x'.repeat(101)).error).toMatchObject({
    errorType: 'InvalidText',
    message: 'The text of a search has at most 100 characters, but this one has 101.',
  });
});

it('returns the movies, or the error of the function', () => {
  const movies = [{ id: 'faust' }];
  expect(response({ result: movies }).evaluationResult).toEqual(movies);
  const error = { message: 'Task timed out', type: 'Lambda:Unhandled' };
  expect(response({ error }).error).toMatchObject({ message: 'Task timed out', errorType: 'Lambda:Unhandled' });
});
