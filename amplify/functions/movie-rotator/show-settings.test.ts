import { describe, expect, it } from 'vitest';
import { leaderboardResetAtOf, readSettings } from './show-settings';

const movie = {
  id: 'faust',
  title: 'Faust',
  releaseDate: '1926-10-14',
  synopsis: 'Once upon a time.',
  poster: '/posters/faust.svg',
  source: 'catalogue',
};

describe('the settings', () => {
  const defaults = {
    isPaused: false,
    roundSeconds: 10,
    playlist: [],
    isPlaylistRepeating: false,
  };

  it.each([
    ['without rows', undefined, undefined],
    ['of empty rows', { show: 'matinee', version: 1 }, { show: 'matinee' }],
    ['of rows without values', { isPaused: null, roundSeconds: null }, { entries: null, isRepeating: null }],
  ])('%s are the defaults', (_, showRow, playlistRow) => {
    expect(readSettings(showRow, 10, playlistRow)).toEqual(defaults);
  });

  it('are those of the rows', () => {
    const showRow = { show: 'matinee', version: 7, isPaused: true, roundSeconds: 30, pinned: { text: 'Hello' } };
    const entries = [{ id: 'entry', movie }];
    expect(readSettings(showRow, 10, { show: 'matinee', entries, isRepeating: true })).toEqual({
      isPaused: true,
      roundSeconds: 30,
      playlist: entries,
      isPlaylistRepeating: true,
    });
  });

  it.each([
    ['a length that does not divide a minute', { roundSeconds: 7 }],
    ['a length of 0', { roundSeconds: 0 }],
    ['a length that is not whole', { roundSeconds: 7.5 }],
    ['another type', { isPaused: 'yes' }],
  ])('with %s are refused', (_, row) => {
    expect(() => readSettings(row, 10)).toThrow();
  });

  it.each([
    ['an incomplete movie', { entries: [{ id: 'entry', movie: { ...movie, title: '' } }] }],
    ['another type', { isRepeating: 'yes' }],
  ])('with %s in the playlist are refused', (_, row) => {
    expect(() => readSettings(undefined, 10, row)).toThrow();
  });
});

describe('the time at which the leaderboard was emptied', () => {
  it.each([
    [0, undefined],
    [0, { leaderboardResetAt: null }],
    [1_700_000_000, { show: 'matinee', leaderboardResetAt: 1_700_000_000 }],
  ])('is %i in %j', (time, row) => {
    expect(leaderboardResetAtOf(row)).toBe(time);
  });

  it('must be a whole number', () => {
    expect(() => leaderboardResetAtOf({ leaderboardResetAt: 1.5 })).toThrow();
  });
});
