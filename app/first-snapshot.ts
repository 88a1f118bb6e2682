/**
 * The snapshot that the server renders into pages. The backend gets at most one request a second, however many pages
 * are requested, and from one guest identity: Cognito issues 25 new identities a second by default.
 */
import { openBackend, type Backend, type Outputs, type Snapshot } from '../live/backend';
import { isStaleGuest, valueOf } from '../live/backend-error';
import { deviceTime } from '../live/time';

const maxAgeMs = 1000;

/** A page is not delayed longer than this: the browser requests the snapshot itself. */
const timeoutMs = 1500;

let connection: { outputs: Outputs; backend: Backend } | null = null;
let last: { requestedAt: number; snapshot: Promise<Snapshot | null> } | null = null;

/** Returns the snapshot, or null if the backend fails or does not respond in time. */
export function firstSnapshot(outputs: Outputs, { elapsed } = deviceTime): Promise<Snapshot | null> {
  if (connection?.outputs !== outputs) {
    connection = { outputs, backend: openBackend(outputs) };
    last = null;
  }
  const requestedAt = elapsed();
  if (last === null || requestedAt - last.requestedAt >= maxAgeMs) {
    last = { requestedAt, snapshot: requestSnapshot(connection.backend) };
  }
  return last.snapshot;
}

async function requestSnapshot({ client, guest }: Backend): Promise<Snapshot | null> {
  const response = valueOf(client.queries.snapshot()).catch(async (error: unknown) => {
    console.warn('No snapshot for the first paint:', error);
    if (isStaleGuest(error)) await guest.forget();
    return null;
  });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => (timer = setTimeout(resolve, timeoutMs, null)));
  try {
    return await Promise.race([response, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
