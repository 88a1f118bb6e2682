/**
 * The snapshot that the server renders into pages and answers at `/snapshot`. The backend gets at most one request a
 * second, and one more every five seconds and at the start of each round, however many pages and snapshots are requested,
 * and from one guest identity: Cognito issues 25 new identities a second by default.
 */
import { openBackend, type ApiResponse, type Backend, type Outputs } from '../live/backend';
import type { PublicSnapshot, RoundResult, Snapshot } from '../live/backend';
import { isStaleGuest, valueOf } from '../live/backend-error';
import { recentRoundsMaxAgeMs, serverMaxAgeMs } from '../live/public-snapshot';
import { deviceTime } from '../live/time';

const timeoutMs = 1500;

/** A snapshot is answered without the recent rounds rather than wait longer than this for them. */
const recentRoundsTimeoutMs = 500;

/** A page shows a snapshot of the last seconds rather than wait longer than this for a new one. */
const patienceMs = 300;
const recentMs = 5000;

interface Connection {
  outputs: Outputs;
  backend: Backend;
  last: { requestedAt: number; snapshot: Promise<PublicSnapshot | null> } | null;
  /** The last answer of the backend. */
  recent: { requestedAt: number; snapshot: PublicSnapshot } | null;
  /** The last results of the recent rounds, and in which period of the server's time and round they were requested. */
  recentRounds: { period: string; rounds: RoundResult[] } | null;
}

let connection: Connection | null = null;

/** Returns a snapshot of the last second, or null if the backend fails or does not respond in time. */
export function serverSnapshot(outputs: Outputs, { elapsed } = deviceTime): Promise<PublicSnapshot | null> {
  const { last } = (connection = connectionTo(outputs));
  const requestedAt = elapsed();
  if (last !== null && requestedAt - last.requestedAt < serverMaxAgeMs) return last.snapshot;
  const snapshot = requestSnapshot(connection, requestedAt);
  connection.last = { requestedAt, snapshot };
  return snapshot;
}

/**
 * Returns the snapshot for the first paint: of the last second, or of the last seconds if the backend is slow, or null.
 * A page is not delayed for long: its browser requests a newer one.
 */
export async function firstSnapshot(outputs: Outputs, time = deviceTime): Promise<PublicSnapshot | null> {
  const latest = serverSnapshot(outputs, time);
  const recent = connection?.recent ?? null;
  if (recent === null || time.elapsed() - recent.requestedAt > recentMs) return latest;
  return (await within(patienceMs, latest)) ?? recent.snapshot;
}

function connectionTo(outputs: Outputs): Connection {
  if (connection?.outputs === outputs) return connection;
  return { outputs, backend: openBackend(outputs), last: null, recent: null, recentRounds: null };
}

async function requestSnapshot(to: Connection, requestedAt: number): Promise<PublicSnapshot | null> {
  const snapshot = await answerOf(to, to.backend.client.queries.snapshot(), timeoutMs);
  if (snapshot === null) return null;
  const recentRounds = await recentRoundsAt(to, snapshot);
  const answer = recentRounds === null ? snapshot : { ...snapshot, recentRounds };
  to.recent = { requestedAt, snapshot: answer };
  return answer;
}

/**
 * Returns the results of the recent rounds, or null if the backend does not give them. Results of an earlier period would
 * lack a round, or the votes of the last one.
 */
async function recentRoundsAt(to: Connection, { round, serverTime }: Snapshot): Promise<RoundResult[] | null> {
  const period = `${round?.roundId} ${Math.floor(serverTime / recentRoundsMaxAgeMs)}`;
  if (to.recentRounds?.period === period) return to.recentRounds.rounds;
  const rounds = await answerOf(to, to.backend.client.queries.recentRounds(), recentRoundsTimeoutMs);
  if (rounds !== null) to.recentRounds = { period, rounds };
  return rounds;
}

/** Returns null if the backend fails or does not respond within a time in milliseconds. */
function answerOf<T>({ backend }: Connection, response: Promise<ApiResponse<T>>, ms: number): Promise<T | null> {
  const value = valueOf(response).catch(async (error: unknown) => {
    console.warn('The backend gave no answer for the snapshot:', error);
    if (isStaleGuest(error)) await backend.guest.forget();
    return null;
  });
  return within(ms, value);
}

/** Returns null if there is no value within a time in milliseconds. */
async function within<T>(ms: number, value: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => (timer = setTimeout(resolve, ms, null)));
  try {
    return await Promise.race([value, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
