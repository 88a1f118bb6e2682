import { describe, expect, it } from 'vitest';
import type { PlaylistEntry } from '../../live/host-backend';
import { addLast, addNext, entryOf, isPlayed, moveEntry, nextPlace, withoutEntry } from './playlist-edits';

const movie = { id: 'm', title: 'M', releaseDate: '1931', synopsis: '', poster: '/m.svg', source: 'catalogue' };
const list = (ids: string): PlaylistEntry[] => ids.split('').map((id) => entryOf(movie, id));
const ids = (entries: PlaylistEntry[]) => entries.map(({ id }) => id).join('');

describe('the next entry', () => {
  it.each([
    ['abc', null, 0],
    ['abc', 'a', 1],
    ['abc', 'c', 3],
    ['abc', 'gone', 0],
    ['', 'a', 0],
  ])('of %o after %o is at %i', (entries, played, place) => {
    expect(nextPlace(list(entries), played)).toBe(place);
  });

  it('comes after those that were played, unless the list repeats', () => {
    const entries = list('abc');
    expect(entries.map((_, place) => isPlayed(entries, place, 'b', false))).toEqual([true, true, false]);
    expect(entries.map((_, place) => isPlayed(entries, place, 'b', true))).toEqual([false, false, false]);
  });
});

describe('adding', () => {
  const added = entryOf(movie, 'x');

  it.each([
    ['abc', 'a', 'axbc'],
    ['abc', null, 'xabc'],
    ['abc', 'c', 'abcx'],
  ])('next to %o after %o gives %o', (entries, played, result) => {
    expect(ids(addNext(list(entries), played, added))).toBe(result);
  });

  it('at the end gives another last entry', () => {
    expect(ids(addLast(list('ab'), added))).toBe('abx');
  });

  it('sends only the fields that the API knows', () => {
    const found = { ...movie, popularity: 3 };
    expect(entryOf(found, 'x')).toEqual({ id: 'x', movie });
  });
});

describe('moving', () => {
  it.each([
    ['b', -1, 'bac'],
    ['b', 1, 'acb'],
    ['a', -1, 'abc'],
    ['c', 1, 'abc'],
    ['gone', 1, 'abc'],
  ])('%s by %i gives %s', (id, by, result) => {
    expect(ids(moveEntry(list('abc'), id, by))).toBe(result);
  });
});

describe('removing', () => {
  it.each([
    ['b', null, false, 'acd'],
    ['b', 'c', false, 'acd'],
    ['b', 'a', false, 'acd'],
    ['b', 'b', false, 'cd'],
    ['b', 'b', true, 'cda'],
    ['d', 'd', false, ''],
    ['gone', 'b', false, 'abcd'],
  ])('%s after %s (repeating: %o) plays on after the last one: %s', (id, played, isRepeating, result) => {
    expect(ids(withoutEntry(list('abcd'), id, played, isRepeating))).toBe(result);
  });
});
