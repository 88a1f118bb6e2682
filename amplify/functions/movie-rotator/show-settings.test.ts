import { describe, expect, it } from 'vitest';
import { readSettings } from './show-settings';

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
    leaderboardResetAt: 0,
  };

  it.each([
    ['without a row', undefined],
    ['of an empty row', { show: 'matinee', version: 1 }],
    [
      'of a row without values',
      { isPaused: null, roundSeconds: null, playlist: null, isPlaylistRepeating: null, leaderboardResetAt: null },
    ],
  ])('%s are the defaults', (_, row) => {
    expect(readSettings(row, 10)).toEqual(defaults);
  });

  it('are those of the row', () => {
    const settings = {
      isPaused: true,
      roundSeconds: 30,
      playlist: [{ id: 'entry', movie }],
      isPlaylistRepeating: true,
      leaderboardResetAt: 1_700_000_000,
    };
    expect(readSettings({ show: 'matinee', version: 7, ...settings, pinned: { text: 'Hello' } }, 10)).toEqual(settings);
  });

  it.each([
    ['a length that does not divide a minute', { roundSeconds: 7 }],
    ['a length of 0', { roundSeconds: 0 }],
    ['a length that is not whole', { roundSeconds: 7.5 }],
    ['an incomplete movie', { playlist: [{ id: 'entry', movie: { ...movie, title: '' } }] }],
    ['another type', { isPaused: 'yes' }],
  ])('with %s are refused', (_, row) => {
    expect(() => readSettings(row, 10)).toThrow();
  });
});
