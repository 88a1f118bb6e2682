/** What operators have set for the rounds: the row of `Playlist` and a part of that of `Show`. */
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { movieSchema } from '../movies/movie';

const playlistEntrySchema = z.object({ id: z.string(), movie: movieSchema }) satisfies z.ZodType<
  Schema['PlaylistEntry']['type']
>;

export type PlaylistEntry = z.infer<typeof playlistEntrySchema>;

const showSchema = z.object({
  isPaused: z.boolean().nullish(),
  roundSeconds: z
    .int()
    .positive()
    .refine((seconds) => 60 % seconds === 0, 'must divide 60')
    .nullish(),
}) satisfies z.ZodType<Pick<Schema['Show']['type'], 'isPaused' | 'roundSeconds'>>;

const playlistSchema = z.object({
  entries: z.array(playlistEntrySchema).nullish(),
  isRepeating: z.boolean().nullish(),
}) satisfies z.ZodType<Partial<Record<keyof Schema['Playlist']['type'], unknown>>>;

const resetSchema = z.object({ leaderboardResetAt: z.int().nullish() }) satisfies z.ZodType<
  Pick<Schema['Show']['type'], 'leaderboardResetAt'>
>;

export interface ShowSettings {
  /** No round starts. */
  isPaused: boolean;
  /** Length of the rounds that start from now on, in seconds. A divisor of 60. */
  roundSeconds: number;
  playlist: readonly PlaylistEntry[];
  /** Whether the first movie of the playlist follows the last one. Otherwise movies are drawn at random. */
  isPlaylistRepeating: boolean;
}

/**
 * @param showRow the row of `Show`, which is missing until an operator changes something
 * @param roundSeconds length of a round in seconds, unless operators have chosen another
 * @param playlistRow the row of `Playlist`, which is missing until an operator sets a playlist
 * @throws if a value is invalid
 */
export function readSettings(showRow: unknown, roundSeconds: number, playlistRow?: unknown): ShowSettings {
  const stored = showSchema.parse(showRow ?? {});
  const { entries, isRepeating } = playlistSchema.parse(playlistRow ?? {});
  return {
    isPaused: stored.isPaused ?? false,
    roundSeconds: stored.roundSeconds ?? roundSeconds,
    playlist: entries ?? [],
    isPlaylistRepeating: isRepeating ?? false,
  };
}

/**
 * @param showRow the row of `Show`, which is missing until an operator changes something
 * @returns the time before which rounds that started set no records, in seconds since the epoch; 0 if there is none
 * @throws if the value is invalid
 */
export function leaderboardResetAtOf(showRow: unknown): number {
  return resetSchema.parse(showRow ?? {}).leaderboardResetAt ?? 0;
}
