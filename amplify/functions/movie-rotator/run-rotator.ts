/** One run of the rotator: starts the round that is on, if nobody has, and the following ones on time. */
import { MutationError } from '../signed-mutation';
import type { Movie } from './movie';
import { roundsToStart } from './rounds';
import type { Round } from './round-table';

export interface RoundPlayer {
  now: () => number;
  sleepUntil: (timeMs: number) => Promise<void>;
  /** The last rounds, newest first. */
  readLastRounds: () => Promise<Round[]>;
  /** Draws a movie that is not among the recent ones, newest first. */
  nextMovie: (recentIds: string[]) => Promise<Movie>;
  /** @throws {MutationError} `RoundStarted` where another run was faster */
  startRound: (startsAt: number, movie: Movie, upcoming: Movie) => Promise<void>;
  onError: (startsAt: number, error: unknown) => void;
}

/** How long to wait before a round is tried again, in milliseconds. */
const retryMs = 2000;

/**
 * Plays the rounds of one run. A round that fails is reported and tried again until it is over: an outage of
 * a moment must not use up the rounds of a minute, and the show goes on after a longer one.
 *
 * @param stage clock, table, movies and screen
 * @param roundSeconds length of a round in seconds, a divisor of 60
 */
export async function playRounds(stage: RoundPlayer, roundSeconds: number): Promise<void> {
  for (const startsAt of roundsToStart(stage.now(), roundSeconds)) {
    const endMs = (startsAt + roundSeconds) * 1000;
    while (stage.now() < endMs && !(await started(stage, startsAt))) {
      await stage.sleepUntil(stage.now() + retryMs);
    }
  }
}

/** @returns whether the round is on, through this run or another */
async function started(stage: RoundPlayer, startsAt: number): Promise<boolean> {
  try {
    await playRound(stage, startsAt);
    return true;
  } catch (error) {
    // Two runs may overlap; who comes second has nothing left to do.
    if (error instanceof MutationError && error.errorType === 'RoundStarted') return true;
    stage.onError(startsAt, error);
    return false;
  }
}

async function playRound(stage: RoundPlayer, startsAt: number): Promise<void> {
  // All that takes time comes before the boundary, so that the round starts on it.
  const rounds = await stage.readLastRounds();
  const [latest] = rounds;
  if (latest && latest.startsAt >= startsAt) return;
  const recentIds = rounds.map(({ movie }) => movie.id);
  // What the last round announced is what comes; screens have its poster already.
  const movie = latest?.upcoming ?? (await stage.nextMovie(recentIds));
  const upcoming = await stage.nextMovie([movie.id, ...recentIds]);
  await stage.sleepUntil(startsAt * 1000);
  await stage.startRound(startsAt, movie, upcoming);
}
