/**
 * One run of the rotator: starts the current round unless it has started, and the following rounds on time.
 *
 * Runs overlap, because the scheduler is not punctual. The newest run continues. An older one ends as soon as it sees a
 * round that a newer one has started.
 */
import { MutationError } from '../signed-mutation';
import { expectedAudience, type Audience } from './audience';
import type { Movie } from '../movies/movie';
import { roundStartSeconds } from './rounds';
import type { Round } from './round-table';
import { scheduleIntervalMs } from './run-duration';

export interface Run {
  /** Unique. The id of a newer run is greater. */
  id: string;
  /** Milliseconds since the epoch. */
  startedAtMs: number;
  /** The time after which nothing is begun, in milliseconds since the epoch. */
  stopAtMs: number;
  /** Plays in the first round that this run starts, instead of the announced movie. */
  firstMovie?: Movie | undefined;
}

export interface RoundPlayer {
  now: () => number;
  sleepUntil: (timeMs: number) => Promise<void>;
  /** The last rounds, newest first. */
  readLastRounds: () => Promise<Round[]>;
  /** Draws a movie that is not among the recent ones, newest first, within a number of milliseconds. */
  nextMovie: (recentIds: string[], withinMs: number) => Promise<Movie>;
  /**
   * Starts a round. A repeated call of the same run succeeds.
   *
   * @throws {MutationError} with type `RoundStarted` if another run has started the round, `RoundOver` if it is over
   */
  startRound: (startsAt: number, movie: Movie, upcoming: Movie, audience: Audience) => Promise<void>;
  /** Stores the records that rounds have broken. All their votes are counted. */
  storeRecords: (rounds: Round[]) => Promise<void>;
  onStart: (startsAt: number, movie: Movie) => void;
  onError: (startsAt: number, error: unknown) => void;
  onRecordsError: (error: unknown) => void;
}

/** After the start of a round, the votes of the round before are still being counted. */
const roundsBeingCounted = 2;

/** Least time between two attempts to start a round that is due, in milliseconds. A call that hung has waited already. */
const retryMs = 1000;

/** Time to draw a movie for a round that is due, in milliseconds. It must start soon. */
const dueDrawMs = 300;

/**
 * How much earlier than an older run a newer one starts a round, in milliseconds. So the newer one usually starts its
 * first round, and both run, and are billed, for a few seconds only.
 */
const headStartMs = 200;

/**
 * Plays rounds until the run's end, or until a newer run plays them. A round that fails to start is reported and tried
 * again until its end, so that a short outage costs no round and the show continues after a long one.
 *
 * @param player clock, round table, movies and API
 * @param roundSeconds length of a round in seconds, a divisor of 60
 */
export async function playRounds(player: RoundPlayer, run: Run, roundSeconds: number): Promise<void> {
  const current = () => roundStartSeconds(player.now(), roundSeconds);
  let { firstMovie } = run;
  let startsAt = current();
  while (Math.max(startsAt * 1000, player.now()) <= run.stopAtMs) {
    const begunAtMs = player.now();
    try {
      const outcome = await playRound(player, run, startsAt, firstMovie);
      if (outcome === 'superseded') return;
      if (outcome === 'started') firstMovie = undefined;
      startsAt += roundSeconds;
    } catch (error) {
      player.onError(startsAt, error);
      await player.sleepUntil(begunAtMs + retryMs);
    }
    // This run may have been suspended, or the round may have failed until its end.
    startsAt = Math.max(startsAt, current());
  }
}

/**
 * Starts a round, unless another run has started it or it is over.
 *
 * @param firstMovie the movie of the round instead of the announced one
 * @returns whether a newer run plays the rounds now, or else whether this one has started the round
 */
async function playRound(
  player: RoundPlayer,
  run: Run,
  startsAt: number,
  firstMovie: Movie | undefined,
): Promise<'superseded' | 'started' | 'not started'> {
  // Prepare everything before the round starts, so that it starts on time.
  const rounds = await player.readLastRounds();
  const [latest] = rounds;
  if (latest?.startedBy && latest.startedBy > run.id) return 'superseded';
  if (latest && latest.startsAt >= startsAt && latest.startedBy !== run.id) return 'not started';

  const { movie, upcoming, expectedVoters, rooms } =
    latest?.startsAt === startsAt
      ? // An earlier call of this run was stored, but its answer was lost, and perhaps its message to the screens.
        latest
      : { ...(await drawMovies(player, rounds, startsAt, firstMovie)), ...expectedAudience(rounds, startsAt) };

  const isSuccessorDue = startsAt * 1000 >= run.startedAtMs + scheduleIntervalMs;
  await player.sleepUntil(startsAt * 1000 + (isSuccessorDue ? headStartMs : 0));
  try {
    await player.startRound(startsAt, movie, upcoming, { expectedVoters: expectedVoters ?? 0, rooms: rooms ?? 1 });
  } catch (error) {
    // Another run has started the round, or this run was suspended until the round was over.
    if (error instanceof MutationError && ['RoundStarted', 'RoundOver'].includes(error.errorType)) return 'not started';
    throw error;
  }
  player.onStart(startsAt, movie);
  try {
    // The rounds were read after the start of the last one. All of them, since the tally may have been late for minutes.
    await player.storeRecords(rounds.slice(roundsBeingCounted));
  } catch (error) {
    // The next round stores them.
    player.onRecordsError(error);
  }
  return 'started';
}

async function drawMovies(player: RoundPlayer, rounds: Round[], startsAt: number, firstMovie: Movie | undefined) {
  const draw = (recentIds: string[]) =>
    player.nextMovie(recentIds, Math.max(dueDrawMs, startsAt * 1000 - player.now()));
  const recentIds = rounds.map(({ movie }) => movie.id);
  // Show the movie that the last round announced. Screens have already loaded its poster.
  const movie = firstMovie ?? rounds[0]?.upcoming ?? (await draw(recentIds));
  return { movie, upcoming: await draw([movie.id, ...recentIds]) };
}
