/** `movie-rotator`: runs every minute, and starts rounds until the next run takes over. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { writeMetrics } from '../metrics';
import { runSignedMutation } from '../signed-mutation';
import { playRounds } from './run-rotator';
import { createPlaylist, minMoviesBeforeRepeat } from './playlist';
import { readLastRounds } from './round-table';
import { reserveMs, startTimeoutMs } from './run-duration';
import { readTmdbApiKey } from './tmdb-key';

const environment = z.object({
  ROUND_TABLE: z.string(),
  ROUND_SECONDS: z.coerce.number().int().positive(),
  /** A server with the API of TMDB, such as a proxy or a test server. */
  TMDB_BASE_URL: z.url().optional(),
});

const startRound = /* GraphQL */ `
  mutation StartRound($startsAt: Int!, $movie: MovieInput!, $upcoming: MovieInput!, $run: String) {
    startRound(startsAt: $startsAt, movie: $movie, upcoming: $upcoming, run: $run) {
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
const nextMovie = createPlaylist({ readTmdbApiKey: () => readTmdbApiKey(), tmdbBaseUrl: env.TMDB_BASE_URL });

export async function handler(_event: unknown, context: Context): Promise<void> {
  const startedAtMs = Date.now();
  const run = {
    id: `${new Date(startedAtMs).toISOString()}#${randomUUID()}`,
    startedAtMs,
    stopAtMs: startedAtMs + context.getRemainingTimeInMillis() - reserveMs,
  };
  await playRounds(
    {
      now: Date.now,
      sleepUntil: async (timeMs) => {
        await setTimeout(Math.max(0, timeMs - Date.now()));
      },
      readLastRounds: () => readLastRounds(env.ROUND_TABLE, minMoviesBeforeRepeat),
      nextMovie,
      startRound: async (startsAt, movie, upcoming) => {
        const round = { startsAt, movie, upcoming, run: run.id } satisfies Schema['startRound']['args'];
        await runSignedMutation(startRound, round, { timeoutMs: startTimeoutMs });
      },
      onStart: (startsAt, movie) => {
        console.info(JSON.stringify({ event: 'round started', roundId: String(startsAt), movie: movie.title }));
        writeMetrics({ RoundsStarted: 1 });
      },
      onError: (startsAt, error) => {
        console.error(`Round ${startsAt} did not start:`, error);
        writeMetrics({ RoundErrors: 1 });
      },
    },
    run,
    env.ROUND_SECONDS,
  );
}
