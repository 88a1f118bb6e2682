/**
 * The votes of this guest in the current round. They lie where Amplify keeps the guest's identity, so all pages of
 * one guest go on from the same ballot, over reloads too: the server refuses totals that fall.
 */
import { categories, type Counts } from '../amplify/show';
import type { DeviceStore } from './device-store';

const key = 'matinee.ballot';

export interface StoredBallot {
  roundId: string;
  votes: Counts;
}

export function writeBallot(storage: DeviceStore, ballot: StoredBallot): void {
  storage.setItem(key, JSON.stringify(ballot));
}

/** This guest's votes in this round; null where there are none or what is stored is of no use. */
export function readBallot(storage: DeviceStore, roundId: string): Counts | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  const stored = parse(text);
  return stored?.roundId === roundId && isCounts(stored.votes) ? stored.votes : null;
}

/** Anything may be in there: other versions of this page wrote to the same storage. */
function parse(text: string): { roundId?: unknown; votes?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function isCounts(value: unknown): value is Counts {
  if (typeof value !== 'object' || value === null) return false;
  const counts = value as Record<string, unknown>;
  return categories.every((category) => Number.isInteger(counts[category]) && Number(counts[category]) >= 0);
}
