/** What operators have set for the rounds: a part of the row of `Show`. */
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { movieSchema } from '../movies/movie';

const playlistEntrySchema = z.object({ id: z.string(), movie: movieSchema }) satisfies z.ZodType<
  Schema['PlaylistEntry']['type']
>;

export type PlaylistEntry = z.infer<typeof playlistEntrySchema>;

const rowSchema = z.object({
  isPaused: z.boolean().nullish(),
  roundSeconds: z
    .int()
    .positive()
    .refine((seconds) => 60 % seconds === 0, 'must divide 60')
    .nullish(),
  playlist: z.array(playlistEntrySchema).nullish(),
  isPlaylistRepeating: z.boolean().nullish(),
  leaderboardResetAt: z.int().nullish(),
}) satisfies z.ZodType<
  Pick<Schema['Show']['type'], 'isPaused' | 'roundSeconds' | 'playlist' | 'isPlaylistRepeating' | 'leaderboardResetAt'>
>;

export interface ShowSettings {
  /** No round starts. */
  isPaused: boolean;
  /** Length of the rounds that start from now on, in seconds. A divisor of 60. */
  roundSeconds: number;
  playlist: readonly PlaylistEntry[];
  /** Whether the first movie of the playlist follows the last one. Otherwise movies are drawn at random. */
  isPlaylistRepeating: boolean;
  /** Rounds that started before set no records. In seconds since the epoch. */
  leaderboardResetAt: number;
}

/**
 * @param row the row of `Show`, which is missing until an operator changes something
 * @param roundSeconds length of a round in seconds, unless operators have chosen another
 * @throws if a value is invalid
 */
export function readSettings(row: unknown, roundSeconds: number): ShowSettings {
  const stored = rowSchema.parse(row ?? {});
  return {
    isPaused: stored.isPaused ?? false,
    roundSeconds: stored.roundSeconds ?? roundSeconds,
    playlist: stored.playlist ?? [],
    isPlaylistRepeating: stored.isPlaylistRepeating ?? false,
    leaderboardResetAt: stored.leaderboardResetAt ?? 0,
  };
}
