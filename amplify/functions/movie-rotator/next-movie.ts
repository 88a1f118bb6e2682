/** Which movie a round shows and which one it announces, by the rules of the playlist. */
import type { Movie } from '../movies/movie';
import type { Round } from './round-table';
import type { PlaylistEntry, ShowSettings } from './show-settings';

/** A movie that is yet to be drawn. */
export const random = 'random';

export interface Program {
  movie: Movie | typeof random;
  /** The movie after it. */
  upcoming: Movie | typeof random;
  /** The entry of the playlist that was played last, with this round or before. */
  playlistEntry: string | undefined;
}

type Playlist = Pick<ShowSettings, 'playlist' | 'isPlaylistRepeating'>;

/**
 * Plans a round: it shows the entry of the playlist after the one that was played last. Operators may change the playlist
 * at any time; if it no longer has that entry, it starts from the beginning. Without a playlist or after its end, a
 * round shows what the round before has announced.
 *
 * @param latest the round before, if there is one
 * @param firstMovie replaces the movie of this round
 */
export function planRound(
  settings: Playlist,
  latest: Pick<Round, 'upcoming' | 'playlistEntry'> | undefined,
  firstMovie?: Movie,
): Program {
  const played = latest?.playlistEntry ?? undefined;
  const entry = firstMovie ? undefined : entryAfter(settings, played);
  const playlistEntry = entry?.id ?? played;
  return {
    movie: firstMovie ?? entry?.movie ?? latest?.upcoming ?? random,
    upcoming: entryAfter(settings, playlistEntry)?.movie ?? random,
    playlistEntry,
  };
}

function entryAfter({ playlist, isPlaylistRepeating }: Playlist, id: string | undefined): PlaylistEntry | undefined {
  const index = playlist.findIndex((entry) => entry.id === id);
  return playlist[index + 1] ?? (isPlaylistRepeating ? playlist[0] : undefined);
}
