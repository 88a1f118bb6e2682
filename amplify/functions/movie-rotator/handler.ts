/** `movie-rotator`: runs every minute and starts the rounds of that minute. */
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { writeMetrics } from '../metrics';
import { runSignedMutation } from '../signed-mutation';
import { playRounds } from './run-rotator';
import { createPlaylist, minMoviesBeforeRepeat } from './playlist';
import { readLastRounds } from './round-table';

const environment = z.object({
  ROUND_TABLE: z.string(),
  ROUND_SECONDS: z.coerce.number().int().positive(),
  TMDB_API_KEY: z
    .string()
    .optional()
    // Amplify sets a placeholder for a secret that does not exist.
    .transform((key) => (key?.startsWith('<') ? undefined : key)),
  /** A server with the API of TMDB, such as a proxy or a test server. */
  TMDB_BASE_URL: z.url().optional(),
});

const startRound = /* GraphQL */ `
  mutation StartRound($startsAt: Int!, $movie: MovieInput!, $upcoming: MovieInput!) {
    startRound(startsAt: $startsAt, movie: $movie, upcoming: $upcoming) {
      roundId
      startsAt
      endsAt
      nextPoster
      movie {
        id
        title
        releaseDate
        synopsis
        poster
        source
      }
    }
  }
`;

const env = environment.parse(process.env);
const nextMovie = createPlaylist({ tmdbApiKey: env.TMDB_API_KEY, tmdbBaseUrl: env.TMDB_BASE_URL });

export async function handler(): Promise<void> {
  await playRounds(
    {
      now: Date.now,
      sleepUntil: async (timeMs) => {
        await setTimeout(Math.max(0, timeMs - Date.now()));
      },
      readLastRounds: () => readLastRounds(env.ROUND_TABLE, minMoviesBeforeRepeat),
      nextMovie,
      startRound: async (startsAt, movie, upcoming) => {
        await runSignedMutation(startRound, { startsAt, movie, upcoming } satisfies Schema['startRound']['args']);
        console.info(JSON.stringify({ event: 'round started', roundId: String(startsAt), movie: movie.title }));
        writeMetrics({ RoundsStarted: 1 });
      },
      onError: (startsAt, error) => {
        console.error(`Round ${startsAt} did not start:`, error);
        writeMetrics({ RoundErrors: 1 });
      },
    },
    env.ROUND_SECONDS,
  );
}
