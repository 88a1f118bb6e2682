import { afterEach, expect, it, vi } from 'vitest';
import { readTmdbApiKey } from './tmdb-key';

afterEach(() => void vi.unstubAllEnvs());

it.each([
  ['a key', 'abc123', 'abc123'],
  ['a trailing line break', 'abc123\n', 'abc123'],
  ['blanks around it', '\t eyJh.x.y \r\n', 'eyJh.x.y'],
  ['the name of the scheme', 'Bearer eyJh.x.y', 'eyJh.x.y'],
  ['nothing', '', undefined],
  ['blanks only', ' \n', undefined],
  ["Amplify's placeholder for a missing secret", '<value will be resolved during runtime>', undefined],
])('reads %s', (_, variable, expected) => {
  expect(readTmdbApiKey(variable)).toBe(expected);
});

it('reads the variable each time', () => {
  vi.stubEnv('TMDB_API_KEY', 'first');
  expect(readTmdbApiKey()).toBe('first');
  vi.stubEnv('TMDB_API_KEY', 'second');
  expect(readTmdbApiKey()).toBe('second');
});
