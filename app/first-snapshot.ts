/**
 * The show as it stands, for the first paint. One question a second, however many pages are asked for, and
 * one guest identity per server: Cognito hands out 25 new ones a second by default.
 */
import { openBackend, type Backend, type Outputs, type Snapshot } from '../live/backend';
import { isStaleGuest, valueOf } from '../live/backend-error';

const keptForMs = 1000;

/** A page is not kept waiting longer than this; the browser finds the show by itself. */
const patienceMs = 1500;

let door: { outputs: Outputs; backend: Backend } | null = null;
let kept: { askedAt: number; answer: Promise<Snapshot | null> } | null = null;

/** @returns null where the backend does not answer, or not in time */
export function firstSnapshot(outputs: Outputs, now: number = Date.now()): Promise<Snapshot | null> {
  if (door?.outputs !== outputs) {
    door = { outputs, backend: openBackend(outputs) };
    kept = null;
  }
  if (kept === null || now - kept.askedAt >= keptForMs) {
    kept = { askedAt: now, answer: ask(door.backend) };
  }
  return kept.answer;
}

async function ask({ client, guest }: Backend): Promise<Snapshot | null> {
  const answer = valueOf(client.queries.snapshot()).catch(async (error: unknown) => {
    console.warn('No snapshot for the first paint:', error);
    if (isStaleGuest(error)) await guest.forget();
    return null;
  });
  return Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null))]);
}
