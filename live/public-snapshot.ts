/** Requests the snapshot that the app's server answers to everybody, and that a content delivery network may cache. */
import { limits } from '../amplify/limits';
import { categories } from '../amplify/show';
import type { PublicSnapshot, SnapshotAnswer } from './backend';
import { BackendError } from './backend-error';

export const snapshotPath = '/snapshot';

/** The server asks the backend at most once in this time. */
export const serverMaxAgeMs = 1000;

/**
 * The server asks for the recent rounds at most once in each period of this length, and at the start of each round. The
 * last votes of the round before are counted later. It is the same for every length of rounds, because the
 * last votes take as long.
 */
export const recentRoundsMaxAgeMs = limits.roundSeconds * 500;

/** A content delivery network serves old answers while it does not reach the server. */
const maxCachedSeconds = 10;

/**
 * Returns the snapshot of the server that the page came from.
 *
 * @throws {BackendError} if the server refuses, or if the answer is no snapshot or too old
 */
export async function fetchPublicSnapshot(): Promise<SnapshotAnswer> {
  // A cache may keep one answer for each combination of cookies and accepted types.
  const response = await fetch(snapshotPath, { credentials: 'omit', headers: { accept: 'application/json' } });
  if (!response.ok) throw new BackendError(`HTTP ${response.status}`, `${snapshotPath} was refused.`);
  const snapshot: unknown = await response.json();
  if (!isSnapshot(snapshot)) throw new BackendError('InvalidSnapshot', `${snapshotPath} answered something else.`);
  const age = response.headers.get('age');
  const cachedSeconds = age === null ? 0 : Number(age);
  if (!(cachedSeconds >= 0 && cachedSeconds <= maxCachedSeconds)) {
    throw new BackendError('OldSnapshot', `${snapshotPath} answered with an old snapshot (Age: ${String(age)}).`);
  }
  // Caches state their age in whole seconds.
  return { snapshot, maxAgeMs: serverMaxAgeMs + (age === null ? 0 : (cachedSeconds + 1) * 1000) };
}

/** Checks what the page cannot do without: a proxy or another version of the app may have answered. */
function isSnapshot(value: unknown): value is PublicSnapshot {
  if (!isObject(value) || !Number.isFinite(value['serverTime']) || !Array.isArray(value['leaders'])) return false;
  const { round, scores = null, leaders, recentRounds = [], show = null } = value;
  return (
    (round === null || isRound(round)) &&
    (scores === null || isScores(scores)) &&
    (show === null || isControls(show)) &&
    leaders.every(isObject) &&
    Array.isArray(recentRounds) &&
    recentRounds.every(isObject)
  );
}

function isRound(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { roundId, startsAt, endsAt, movie, expectedVoters, rooms } = value;
  const numbers = [startsAt, endsAt, expectedVoters ?? 0, rooms ?? 1];
  return typeof roundId === 'string' && numbers.every(Number.isFinite) && isObject(movie);
}

function isControls(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { version, roundSeconds, slowModeSeconds, removedMessages } = value;
  return [version, roundSeconds, slowModeSeconds].every(Number.isFinite) && Array.isArray(removedMessages);
}

function isScores(value: unknown): boolean {
  if (!isObject(value) || !Number.isFinite(value['voters']) || !areCounts(value)) return false;
  const { favourites = null } = value;
  return favourites === null || (isObject(favourites) && areCounts(favourites));
}

function areCounts(value: Record<string, unknown>): boolean {
  return categories.every((category) => Number.isFinite(value[category]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
