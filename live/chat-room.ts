/** The chat room of a screen: a large audience talks in rooms. See `docs/decisions/16-chat-rooms.md`. */
import { limits } from '../amplify/limits';
import type { CurrentRound } from './backend';
import { hash } from './hash';

export interface ChatRoom {
  /** From 0. People count from 1. */
  room: number;
  /** The number of rooms. */
  rooms: number;
}

/** Returns the number of rooms of a round: one if it names none, or a number that this page cannot use. */
export function roomsIn({ rooms }: Pick<CurrentRound, 'rooms'>): number {
  const isUsable = Number.isInteger(rooms) && Number(rooms) >= 1 && Number(rooms) <= limits.maxRooms;
  return isUsable ? Number(rooms) : 1;
}

/**
 * Returns the room of a guest. Guests are spread evenly. If the number of rooms doubles, a guest stays, or moves to the
 * room with the same number in the new half.
 *
 * @param sender the end of the guest's identity id
 * @param rooms a power of two
 */
export function roomOf(sender: string, rooms: number): number {
  return hash(sender) % rooms;
}
