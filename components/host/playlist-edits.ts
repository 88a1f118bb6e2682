/** Edits of the playlist. Each returns the whole list, since the backend replaces it. */
import type { Movie, PlaylistEntry } from '../../live/host-backend';

/** Returns the place of the entry that plays next: after the one that was played last, or at the start. */
export function nextPlace(entries: readonly PlaylistEntry[], playedEntry: string | null | undefined): number {
  return entries.findIndex(({ id }) => id === playedEntry) + 1;
}

/** Whether an entry was played, and will not be again. @param place of the entry, from 0 */
export function isPlayed(
  entries: readonly PlaylistEntry[],
  place: number,
  playedEntry: string | null | undefined,
  isRepeating: boolean,
): boolean {
  return !isRepeating && place < nextPlace(entries, playedEntry);
}

/** @param id unique in the playlist, in which a movie may stand more than once */
export function entryOf(movie: Movie, id: string): PlaylistEntry {
  const { title, releaseDate, synopsis, poster, source } = movie;
  // Only what the API takes: what comes from a search may have more.
  return { id, movie: { id: movie.id, title, releaseDate, synopsis, poster, source } };
}

export function addNext(
  entries: readonly PlaylistEntry[],
  playedEntry: string | null | undefined,
  entry: PlaylistEntry,
): PlaylistEntry[] {
  return entries.toSpliced(nextPlace(entries, playedEntry), 0, entry);
}

export function addLast(entries: readonly PlaylistEntry[], entry: PlaylistEntry): PlaylistEntry[] {
  return [...entries, entry];
}

/**
 * Removes an entry. A list without the entry that was played last starts from its beginning, so those before it leave
 * with it, or follow at the end if the list repeats.
 */
export function withoutEntry(
  entries: readonly PlaylistEntry[],
  id: string,
  playedEntry: string | null | undefined,
  isRepeating: boolean,
): PlaylistEntry[] {
  const others = entries.filter((entry) => entry.id !== id);
  if (id !== playedEntry) return others;
  const place = nextPlace(entries, playedEntry) - 1;
  return [...others.slice(place), ...(isRepeating ? others.slice(0, place) : [])];
}

/** Moves an entry by a number of places, at most to the start or the end. */
export function moveEntry(entries: readonly PlaylistEntry[], id: string, by: number): PlaylistEntry[] {
  const from = entries.findIndex((entry) => entry.id === id);
  const entry = entries[from];
  if (!entry) return [...entries];
  const to = Math.max(0, Math.min(entries.length - 1, from + by));
  return entries.toSpliced(from, 1).toSpliced(to, 0, entry);
}
