/** One run of the rotator: starts the current round unless it has started, and the following rounds on time. */
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
  /** @throws {MutationError} with type `RoundStarted` if another run has started the round */
  startRound: (startsAt: number, movie: Movie, upcoming: Movie) => Promise<void>;
  onError: (startsAt: number, error: unknown) => void;
}

/** Delay before a failed round is tried again, in milliseconds. */
const retryMs = 2000;

/**
 * Plays the rounds of one run. A round that fails to start is reported and tried again until its end, so that a short
 * outage costs no round and the show continues after a long one.
 *
 * @param player clock, round table, movies and API
 * @param roundSeconds length of a round in seconds, a divisor of 60
 */
export async function playRounds(player: RoundPlayer, roundSeconds: number): Promise<void> {
  for (const startsAt of roundsToStart(player.now(), roundSeconds)) {
    const endMs = (startsAt + roundSeconds) * 1000;
    while (player.now() < endMs && !(await hasStarted(player, startsAt))) {
      await player.sleepUntil(player.now() + retryMs);
    }
  }
}

/** @returns whether this or another run has started the round */
async function hasStarted(player: RoundPlayer, startsAt: number): Promise<boolean> {
  try {
    await playRound(player, startsAt);
    return true;
  } catch (error) {
    // Runs may overlap. Another run has started this round.
    if (error instanceof MutationError && error.errorType === 'RoundStarted') return true;
    player.onError(startsAt, error);
    return false;
  }
}

async function playRound(player: RoundPlayer, startsAt: number): Promise<void> {
  // Prepare everything before the round starts, so that it starts on time.
  const rounds = await player.readLastRounds();
  const [latest] = rounds;
  if (latest && latest.startsAt >= startsAt) return;
  const recentIds = rounds.map(({ movie }) => movie.id);
  // Show the movie that the last round announced. Screens have already loaded its poster.
  const movie = latest?.upcoming ?? (await player.nextMovie(recentIds));
  const upcoming = await player.nextMovie([movie.id, ...recentIds]);
  await player.sleepUntil(startsAt * 1000);
  await player.startRound(startsAt, movie, upcoming);
}
