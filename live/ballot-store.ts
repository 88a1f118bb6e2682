/**
 * The votes of this guest in the current round. They lie where Amplify keeps the guest's identity, so all pages of
 * one guest go on from the same ballot, over reloads too: the server refuses totals that fall.
 */
import { categories, noVotes, type Counts } from '../amplify/show';
import type { DeviceStore } from './device-store';

const key = 'matinee.ballots';

/** The last votes of a round are brought in while the next one is on. */
const maxBallots = 2;

export interface Ballot {
  roundId: string;
  votes: Counts;
  /** Those that the server has taken. */
  accepted: Counts;
  /** The guest whose ballot it is for the server; null before the first call. */
  guest: string | null;
}

/** The server keeps another guest's ballot apart, and would count votes again that it has counted in this one. */
export class OtherGuestsBallot extends Error {
  override readonly name = 'OtherGuestsBallot';
}

/** The ballot of this round; an empty one where there is none or what is stored is of no use. */
export function readBallot(storage: DeviceStore, roundId: string): Ballot {
  return (
    readAll(storage).find((ballot) => ballot.roundId === roundId) ?? {
      roundId,
      votes: noVotes,
      accepted: noVotes,
      guest: null,
    }
  );
}

export function writeBallot(storage: DeviceStore, ballot: Ballot): void {
  const others = readAll(storage).filter(({ roundId }) => roundId !== ballot.roundId);
  const newestFirst = [ballot, ...others].sort((a, b) => Number(b.roundId) - Number(a.roundId));
  storage.setItem(key, JSON.stringify(newestFirst.slice(0, maxBallots)));
}

/**
 * Before each call: the ballot is this guest's from now on.
 * @throws {OtherGuestsBallot} where it was sent as another guest's before
 */
export function claimBallot(storage: DeviceStore, roundId: string, guest: string): void {
  const ballot = readBallot(storage, roundId);
  if (ballot.guest === guest) return;
  if (ballot.guest !== null) throw new OtherGuestsBallot(`The ballot of round ${roundId} is another guest’s.`);
  writeBallot(storage, { ...ballot, guest });
}

/** Anything may be in there: other versions of this page wrote to the same storage. */
function readAll(storage: DeviceStore): Ballot[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value.filter(isBallot) : [];
  } catch {
    return [];
  }
}

function isBallot(value: unknown): value is Ballot {
  if (typeof value !== 'object' || value === null) return false;
  const { roundId, votes, accepted, guest } = value as Record<string, unknown>;
  return (
    typeof roundId === 'string' &&
    isCounts(votes) &&
    isCounts(accepted) &&
    (guest === null || typeof guest === 'string')
  );
}

function isCounts(value: unknown): value is Counts {
  if (typeof value !== 'object' || value === null) return false;
  const counts = value as Record<string, unknown>;
  return categories.every((category) => Number.isInteger(counts[category]) && Number(counts[category]) >= 0);
}
