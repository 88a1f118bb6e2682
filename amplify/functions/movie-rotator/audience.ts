/** The audience that a round can expect, known from the rounds before. */
import { roomsFor } from '../../chat-rooms';
import type { Round } from './round-table';

export interface Audience {
  expectedVoters: number;
  /** The number of chat rooms. */
  rooms: number;
}

/** After a longer pause, the audience is a new one. During a break of the host, it stays and writes in its rooms. */
const pauseSeconds = 1800;

/**
 * Returns the audience that a round can expect. The last round may have only begun when this is decided, so the larger of
 * the last two counts.
 *
 * @param rounds the rounds before, newest first
 * @param startsAt start of the round, in seconds since the epoch
 */
export function expectedAudience(
  rounds: readonly Pick<Round, 'startsAt' | 'voters' | 'rooms'>[],
  startsAt: number,
): Audience {
  const [last, other] = rounds.filter((round) => startsAt - round.startsAt <= pauseSeconds);
  const expectedVoters = Math.max(last?.voters ?? 0, other?.voters ?? 0);
  return { expectedVoters, rooms: roomsFor(expectedVoters, last?.rooms ?? 1) };
}
