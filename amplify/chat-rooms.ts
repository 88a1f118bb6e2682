/** How many rooms the chat has: one for a small audience. `docs/decisions/16-chat-rooms.md` explains why. */
import { limits, votersPerRoom } from './limits';

/** The number of rooms falls only if this share of {@link votersPerRoom} is then enough for everyone. */
const maxShareAfterFall = 0.5;

/**
 * Returns the number of chat rooms of a round. It is a power of two, so that each room splits in two when the number
 * doubles, and half of its people stay. It rises at once. It falls by half at most, and not before the rooms are then half
 * empty, so that an audience around a threshold stays where it is.
 *
 * @param voters the expected number of voters, from 0
 * @param before the number of rooms of the round before, from 1; the power of two below it counts
 * @returns a number from 1 to `limits.maxRooms`
 */
export function roomsFor(voters: number, before: number): number {
  const needed = 2 ** Math.ceil(Math.log2(Math.max(1, voters / votersPerRoom)));
  const current = 2 ** Math.floor(Math.log2(before));
  const half = Math.max(1, current / 2);
  const isHalfEnough = voters / half <= votersPerRoom * maxShareAfterFall;
  return Math.min(Math.max(needed, isHalfEnough ? half : current), limits.maxRooms);
}
