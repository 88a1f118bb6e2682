/** Runs `searchMovies.js` in the local APPSYNC_JS runtime. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { limitVariables } from '@/amplify/limits';
import { loadResolver } from 'amplify-local/appsync';

const { request, response } = loadResolver(readFileSync(new URL('./searchMovies.js', import.meta.url), 'utf8'), {
  name: 'searchMovies',
  env: limitVariables(),
});

const search = (text: string) => request({ arguments: { text } });

it('sends the text to the function, without the blanks around it', () => {
  expect(search(' faust \n').evaluationResult).toEqual({ operation: 'Invoke', payload: { text: 'faust' } });
  expect(search('').evaluationResult).toEqual({ operation: 'Invoke', payload: { text: '' } });
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
