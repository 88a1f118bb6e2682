/**
 * The votes that this browser has stored, by round. All pages of a guest share them, and they survive reloads, because
 * the server refuses totals that decrease.
 */
import { limits } from '../amplify/limits';
import { categories, noVotes, type Counts } from '../amplify/show';
import type { DeviceStore } from './device-store';

const key = 'matinee.ballots';

/** The last votes of a round are sent while the next one is already open. */
const maxRounds = 2;

export interface StoredVotes {
  roundId: string;
  /** This guest's running totals. */
  votes: Counts;
  /** The totals that the server has accepted. */
  accepted: Counts;
  /** The guest identity that sends these votes; null before the first call. */
  guest: string | null;
}

/** The stored votes were sent by another guest identity. Sending them again would count them twice. */
export class OtherGuestError extends Error {
  override readonly name = 'OtherGuestError';
}

/** Returns the stored votes of a round, or zero votes if there are none or they are invalid. */
export function readVotes(storage: DeviceStore, roundId: string): StoredVotes {
  return (
    readAll(storage).find((stored) => stored.roundId === roundId) ?? {
      roundId,
      votes: noVotes,
      accepted: noVotes,
      guest: null,
    }
  );
}

/** Stores the votes of a round. Those of the rounds nearest to it are kept, the later ones first. */
export function writeVotes(storage: DeviceStore, votes: StoredVotes): void {
  const distance = ({ roundId }: StoredVotes) => Math.abs(Number(roundId) - Number(votes.roundId));
  const others = readAll(storage)
    .filter(({ roundId }) => roundId !== votes.roundId)
    .sort((a, b) => distance(a) - distance(b) || Number(b.roundId) - Number(a.roundId));
  storage.setItem(key, JSON.stringify([votes, ...others].slice(0, maxRounds)));
}

/**
 * Assigns the votes of a round to a guest identity. Call it before each request.
 *
 * @throws {OtherGuestError} if another identity has sent them before
 */
export function assignVotes(storage: DeviceStore, roundId: string, guest: string): void {
  const stored = readVotes(storage, roundId);
  if (stored.guest === guest) return;
  if (stored.guest !== null) throw new OtherGuestError(`Another guest sent the votes of round ${roundId}.`);
  writeVotes(storage, { ...stored, guest });
}

/** Validates what is stored: other versions of this page write to the same storage. */
function readAll(storage: DeviceStore): StoredVotes[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value.filter(isStoredVotes) : [];
  } catch {
    return [];
  }
}

function isStoredVotes(value: unknown): value is StoredVotes {
  if (typeof value !== 'object' || value === null) return false;
  const { roundId, votes, accepted, guest } = value as Record<string, unknown>;
  return (
    typeof roundId === 'string' &&
    /^\d+$/.test(roundId) &&
    isCounts(votes) &&
    isCounts(accepted) &&
    (guest === null || typeof guest === 'string')
  );
}

function isCounts(value: unknown): value is Counts {
  if (typeof value !== 'object' || value === null) return false;
  const counts = value as Record<string, unknown>;
  return categories.every((category) => isVotes(counts[category]));
}

/** The server refuses other totals, and with them all votes of the round. */
function isVotes(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= limits.maxVotesPerCategory;
}
