import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Movie } from '../movies/movie';
import { planRound, random } from './next-movie';

const movie = (id: string): Movie => ({
  id,
  title: id,
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: `/${id}.svg`,
  source: 'catalogue',
});
const entry = (id: string) => ({ id: `entry-${id}`, movie: movie(id) });
const list = (ids: string, isPlaylistRepeating = false) => ({ playlist: Array.from(ids, entry), isPlaylistRepeating });
const latest = (playlistEntry?: string | null, upcoming = 'announced') => ({
  upcoming: movie(upcoming),
  playlistEntry: playlistEntry && `entry-${playlistEntry}`,
});
const show = (plan: ReturnType<typeof planRound>) => {
  const idOf = (choice: Movie | typeof random) => (choice === random ? random : choice.id);
  return [idOf(plan.movie), idOf(plan.upcoming), plan.playlistEntry?.replace('entry-', '')];
};

describe('a round', () => {
  it.each([
    ['is drawn without a playlist and a round before', list(''), undefined, [random, random, undefined]],
    ['is as announced without a playlist', list(''), latest(), ['announced', random, undefined]],
    ['begins the playlist, whatever was announced', list('abc'), latest(), ['a', 'b', 'a']],
    ['begins the playlist in an older row', list('abc'), latest(null), ['a', 'b', 'a']],
    ['begins the playlist without a round before', list('abc'), undefined, ['a', 'b', 'a']],
    ['continues the playlist', list('abc'), latest('a'), ['b', 'c', 'b']],
    ['ends the playlist, and announces a random movie', list('abc'), latest('b'), ['c', random, 'c']],
    ['ends the playlist, and announces its beginning', list('abc', true), latest('b'), ['c', 'a', 'c']],
    ['is as announced after the playlist', list('abc'), latest('c'), ['announced', random, 'c']],
    ['is the first of a repeating playlist after its end', list('abc', true), latest('c'), ['a', 'b', 'a']],
    ['repeats a playlist of one movie', list('a', true), latest('a'), ['a', 'a', 'a']],
    ['begins a playlist that replaces the one before', list('xyz'), latest('b'), ['x', 'y', 'x']],
    ['continues a playlist that was rearranged', list('cab'), latest('a'), ['b', random, 'b']],
    ['keeps the place while there is no playlist', list(''), latest('b'), ['announced', random, 'b']],
  ])('%s', (_, settings, before, expected) => {
    expect(show(planRound(settings, before))).toEqual(expected);
  });

  it.each([
    ['within', list('abc'), latest('a'), ['first', 'b', 'a']],
    ['before', list('abc'), latest(), ['first', 'a', undefined]],
    ['after', list('abc'), latest('c'), ['first', random, 'c']],
    ['without', list(''), undefined, ['first', random, undefined]],
  ])('shows the first movie of a run %s the playlist, which then continues', (_, settings, before, expected) => {
    expect(show(planRound(settings, before, movie('first')))).toEqual(expected);
  });
});

it('each round shows what the one before has announced, and every entry is played once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 8 }), fc.boolean(), (ids, isPlaylistRepeating) => {
      const settings = { playlist: ids.map((id) => ({ id, movie: movie(id) })), isPlaylistRepeating };
      let before: { upcoming: Movie; playlistEntry?: string | undefined } = { upcoming: movie('drawn') };
      const played: string[] = [];
      for (let round = 0; round < ids.length + 2; round++) {
        const plan = planRound(settings, before);
        if (plan.movie === random) throw new Error('A movie was announced.');
        if (round > 0) expect(plan.movie).toEqual(before.upcoming);
        played.push(plan.movie.id);
        before = {
          upcoming: plan.upcoming === random ? movie('drawn') : plan.upcoming,
          playlistEntry: plan.playlistEntry,
        };
      }
      expect(played.slice(0, ids.length)).toEqual(ids);
    }),
  );
});
