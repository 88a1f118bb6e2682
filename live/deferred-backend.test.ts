import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noVotes } from '../amplify/show';
import type { Backend } from './backend';
import { deferredBackend } from './deferred-backend';
import { memoryStore } from './device-store';
import { FakeBackend, roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { ShowSession } from './show-session';

const startsAt = 1_800_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: startsAt * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A session whose client is not loaded yet. */
async function openSession() {
  const backend = new FakeBackend();
  backend.current = roundStartingAt(startsAt);
  let load: (backend: Backend) => void = () => undefined;
  const loading = new Promise<Backend>((resolve) => (load = resolve));
  const session = new ShowSession({
    backend: deferredBackend(loading, backend.publicSnapshot),
    initial: snapshotOf(backend.current),
    storage: memoryStore(),
    random: () => 0,
  });
  const close = session.start();
  await vi.advanceTimersByTimeAsync(0);
  return { backend, session, close, load: () => load(backend) };
}

const observersOf = ({ rounds, scores, messages, listeners }: FakeBackend) =>
  rounds.observers.size + scores.observers.size + messages.observers.size + listeners.size;

it.each([
  ['soon', 200],
  ['after the first call has timed out', 4500],
  ['at the end of the round', 9900],
])('sends votes that were cast before the client was loaded, once: %s', async (_case, loadedAfterMs) => {
  const { backend, session, load } = await openSession();
  for (const category of ['love', 'love', 'hate'] as const) expect(session.vote(category)).toBe(true);
  expect(session.getState().counts).toEqual({ ...noVotes, love: 2, hate: 1 });
  await vi.advanceTimersByTimeAsync(loadedAfterMs);
  expect(backend.ballots).toEqual([]);
  load();
  await vi.advanceTimersByTimeAsync(startsAt * 1000 + 12_000 - Date.now());
  expect(backend.ballots.at(-1)).toMatchObject({ roundId: String(startsAt), love: 2, hate: 1 });
  expect(session.getState()).toMatchObject({ ownVotes: { ...noVotes, love: 2, hate: 1 }, refusedVotes: null });
});

it('says that votes do not count if the client is not loaded in time', async () => {
  const { backend, session, load } = await openSession();
  session.vote('love');
  await vi.advanceTimersByTimeAsync(15_000);
  expect(session.getState()).toMatchObject({ refusedVotes: { votes: 1 }, counts: noVotes });
  load();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(backend.ballots).toEqual([]);
});

it('sends a message that was written before', async () => {
  const { session, load } = await openSession();
  const sent = session.sendMessage('Ann', 'Hello');
  load();
  await sent;
  expect(session.getState().messages).toMatchObject([{ nickname: 'Ann', text: 'Hello' }]);
});

it('shows the next round without the client', async () => {
  const { backend, session } = await openSession();
  backend.current = roundStartingAt(startsAt + 10, 'Nosferatu');
  await vi.advanceTimersByTimeAsync(14_000);
  expect(session.getState()).toMatchObject({ round: { movie: { title: 'Nosferatu' } }, connection: 'following' });
});

it('is live once the client is loaded, however late', async () => {
  const { backend, session, load } = await openSession();
  await vi.advanceTimersByTimeAsync(300_000);
  load();
  await vi.advanceTimersByTimeAsync(60_000);
  backend.report('Connected');
  expect(session.getState().connection).toBe('live');
  expect(observersOf(backend)).toBe(4);
});

it.each([
  ['before', true],
  ['after', false],
])('leaves nothing open if the session is closed %s the client is loaded', async (_case, closesFirst) => {
  const { backend, close, load } = await openSession();
  if (closesFirst) close();
  load();
  await vi.advanceTimersByTimeAsync(1000);
  if (!closesFirst) {
    expect(observersOf(backend)).toBe(4);
    close();
  }
  expect(observersOf(backend)).toBe(0);
});
