import { expect, it } from 'vitest';
import { maxMovieBytes, parseCatalogue } from './parse-catalogue';

const entry = {
  id: 'summer-1998',
  title: 'Summer 1998',
  releaseDate: '1998-08-02',
  synopsis: 'Two weeks by the sea.',
  poster: '/posters/summer-1998.jpg',
};

it('accepts a movie with a poster of any format, in any order and with a short synopsis', () => {
  const later = { ...entry, id: 'later', releaseDate: '2005-01-01', poster: '/posters/later.png' };
  expect(parseCatalogue([later, entry])).toEqual([later, entry].map((movie) => ({ ...movie, source: 'catalogue' })));
});

it.each<[string, unknown, string]>([
  ['that is no list', { movies: [] }, 'it must be a list of movies'],
  ['without movies', [], 'it must have at least one movie'],
  ['with a text in place of a movie', ['Summer'], 'movie 1: '],
  ['with a missing field', [{ ...entry, title: undefined }], 'movie 1 (summer-1998), title: must be a text'],
  ['with an empty title', [{ ...entry, title: ' ' }], 'movie 1 (summer-1998), title: must not be empty'],
  ['with an empty synopsis', [{ ...entry, synopsis: '' }], 'movie 1 (summer-1998), synopsis: must not be empty'],
  ['with a year in place of a date', [{ ...entry, releaseDate: '1998' }], 'releaseDate: must be a date, such as'],
  ['with a day that does not exist', [{ ...entry, releaseDate: '1998-02-30' }], 'releaseDate: must be a date, such as'],
  ['with a blank in an id', [{ ...entry, id: 'Summer 1998' }], '(Summer 1998), id: must consist of lower-case letters'],
  ['with an id of TMDB', [{ ...entry, id: 'tmdb-5' }], 'id: must not start with tmdb-'],
  [
    'with a poster of another site',
    [{ ...entry, poster: 'https://example.com/a.jpg' }],
    'poster: must be a path below',
  ],
  ['with a poster of another host', [{ ...entry, poster: '//example.com/a.jpg' }], 'poster: must be a path below'],
  ['with a relative poster', [{ ...entry, poster: 'posters/a.jpg' }], 'poster: must be a path below public/'],
  ['with an unknown field', [{ ...entry, year: 1998 }], 'movie 1 (summer-1998): must not have year'],
  ['with a repeated id', [entry, { ...entry, title: 'Again' }], 'summer-1998: two movies have this id'],
  [
    'with a movie that no request can start',
    [{ ...entry, synopsis: '界'.repeat(maxMovieBytes / 3) }],
    'movie 1 (summer-1998): must not be longer than 3,500 bytes',
  ],
])('rejects a catalogue %s, and says what to change', (_, entries, message) => {
  expect(() => parseCatalogue(entries)).toThrow(message);
});

it('names all mistakes at once', () => {
  const entries = [
    { ...entry, title: '' },
    { ...entry, id: 'b', releaseDate: 'soon' },
  ];
  expect(() => parseCatalogue(entries)).toThrow(
    'catalogue.json is invalid:\n' +
      '  movie 1 (summer-1998), title: must not be empty\n' +
      '  movie 2 (b), releaseDate: must be a date, such as 1926-12-31',
  );
});
