/** `movie-rotator`: runs every minute, and starts rounds until the next run takes over. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { writeMetrics } from '../metrics';
import { runSignedMutation } from '../signed-mutation';
import { playRounds } from './run-rotator';
import { findNewRecords } from './category-records';
import { createRandomMovies, minMoviesBeforeRepeat } from './random-movies';
import { findMovie } from '../movies/catalogue';
import { raiseRecord, readRecords } from './record-table';
import { readLastRounds, readLatestRound } from './round-table';
import { reserveMs, startTimeoutMs } from './run-duration';
import { readSettings } from './show-settings';
import { readLeaderboardResetAt, readShow } from './show-table';
import { readTmdbApiKey } from '../movies/tmdb-key';

const environment = z.object({
  ROUND_TABLE: z.string(),
  RECORD_TABLE: z.string(),
  SHOW_TABLE: z.string(),
  PLAYLIST_TABLE: z.string(),
  ROUND_SECONDS: z.coerce.number().int().positive(),
  /** A server with the API of TMDB, such as a proxy or a test server. */
  TMDB_BASE_URL: z.url().optional(),
});

/** The event of a run. A schedule sends other fields, or none. */
const eventSchema = z.object({
  /** The id of a movie of the catalogue, with which this run begins: to see a movie at once. */
  movie: z.string().optional(),
});

const startRound = /* GraphQL */ `
  mutation StartRound(
    $startsAt: Int!
    $movie: MovieInput!
    $upcoming: MovieInput!
    $run: String
    $expectedVoters: Int
    $rooms: Int
    $roundSeconds: Int
    $playlistEntry: String
  ) {
    startRound(
      startsAt: $startsAt
      movie: $movie
      upcoming: $upcoming
      run: $run
      expectedVoters: $expectedVoters
      rooms: $rooms
      roundSeconds: $roundSeconds
      playlistEntry: $playlistEntry
    ) {
      roundId
      startsAt
      endsAt
      nextPoster
      expectedVoters
      rooms
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
const nextMovie = createRandomMovies({ readTmdbApiKey: () => readTmdbApiKey(), tmdbBaseUrl: env.TMDB_BASE_URL });

/** @throws if the event names a movie that the catalogue lacks */
export async function handler(event: unknown, context: Context): Promise<void> {
  const { movie: firstId } = eventSchema.parse(event);
  const startedAtMs = Date.now();
  const run = {
    id: `${new Date(startedAtMs).toISOString()}#${randomUUID()}`,
    startedAtMs,
    stopAtMs: startedAtMs + context.getRemainingTimeInMillis() - reserveMs,
    firstMovie: firstId === undefined ? undefined : findMovie(firstId),
  };
  await playRounds(
    {
      now: Date.now,
      sleepUntil: async (timeMs) => {
        await setTimeout(Math.max(0, timeMs - Date.now()));
      },
      readLastRounds: () => readLastRounds(env.ROUND_TABLE, minMoviesBeforeRepeat),
      readLatestRound: () => readLatestRound(env.ROUND_TABLE),
      readSettings: () => readShow({ show: env.SHOW_TABLE, playlist: env.PLAYLIST_TABLE }, env.ROUND_SECONDS),
      nextMovie,
      startRound: async (round) => {
        const variables = { ...round, run: run.id } satisfies Schema['startRound']['args'];
        await runSignedMutation(startRound, variables, { timeoutMs: startTimeoutMs });
      },
      storeRecords: async (rounds) => {
        const [standing, leaderboardResetAt] = await Promise.all([
          readRecords(env.RECORD_TABLE),
          // Only now, since an operator may have emptied the leaderboard after the round was decided.
          readLeaderboardResetAt(env.SHOW_TABLE),
        ]);
        const records = findNewRecords(rounds, standing, leaderboardResetAt);
        await Promise.all(records.map((record) => raiseRecord(env.RECORD_TABLE, record, leaderboardResetAt)));
      },
      onStart: (startsAt, movie) => {
        console.info(JSON.stringify({ message: 'Round started', movie: movie.title, roundId: String(startsAt) }));
        writeMetrics({ RoundsStarted: 1, RoundsNotDue: 0 });
      },
      // Both, so that their sum in the alarm on missing rounds has no gap.
      onNotDue: () => writeMetrics({ RoundsStarted: 0, RoundsNotDue: 1 }),
      onError: (startsAt, error) => {
        console.error(`Round ${startsAt} did not start:`, error);
        writeMetrics({ RoundErrors: 1 });
      },
      onSettingsError: (error) => {
        console.error('The settings of the show could not be read:', error);
        writeMetrics({ RoundErrors: 1 });
      },
      onRecordsError: (error) => console.error('New records were not stored:', error),
    },
    run,
    readSettings(undefined, env.ROUND_SECONDS),
  );
}
