/** Tests the whole local backend with Amplify's unmodified typed client. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { log, startBackend, type Backend, type BackendOptions } from 'amplify-local';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Schema } from '@/amplify/data/resource';
import { catalogue } from '@/amplify/functions/movies/catalogue';
import { noVotes } from '@/amplify/show';
import { openBackend, type Message, type ScoresUpdate, type CurrentRound } from '@/live/backend';
import { guest } from '@/live/guest-identity';
import { freePort } from '../backend/free-port';
import { projectFolder } from '../project-folder';
import { matineeBackend } from './matinee';

// Node.js 20 has no global WebSocket.
vi.stubGlobal('WebSocket', WebSocket);

const roundSeconds = 3;

const firstMovie = catalogue.at(-1);

interface Observable<T> {
  subscribe(observer: { next(value: T): void; error(error: unknown): void }): { unsubscribe(): void };
}

describe('the local backend', () => {
  let options: BackendOptions;
  let backend: Backend;
  const client = generateClient<Schema>();

  beforeAll(async () => {
    await mkdir(path.join(projectFolder, '.amplify'), { recursive: true });
    const dataFolder = await mkdtemp(path.join(projectFolder, '.amplify/test-'));
    options = {
      ...matineeBackend({ roundSeconds, firstMovie: firstMovie?.id }),
      dataFolder,
      host: 'localhost',
      port: await freePort(),
    };
    log.level = 'error';
    backend = await startBackend(options);
    openBackend(backend.outputs);
  }, 60_000);

  afterAll(async () => {
    await backend.close();
    await rm(options.dataFolder, { recursive: true, force: true });
  });

  /** Subscribes, and collects the received values and errors. */
  function collect<T>(observable: Observable<T>) {
    const received: T[] = [];
    const errors: unknown[] = [];
    const subscription = observable.subscribe({
      next: (value) => void received.push(value),
      error: (error) => void errors.push(error),
    });
    return { received, errors, close: () => subscription.unsubscribe() };
  }

  async function snapshot() {
    const { data, errors } = await client.queries.snapshot();
    expect(errors).toBeUndefined();
    if (!data) throw new Error('No snapshot');
    return data;
  }

  async function currentRound() {
    return vi.waitUntil(async () => (await snapshot()).round, { timeout: 10_000, interval: 50 });
  }

  /** Waits for the next round, so that the test finishes before the round ends. */
  async function freshRound() {
    const previous = await currentRound();
    return vi.waitUntil(
      async () => {
        const { round } = await snapshot();
        return round && round.startsAt > previous.startsAt && round;
      },
      { timeout: 10_000, interval: 50 },
    );
  }

  it('starts the show at once, with the movie that it was asked to show first', async () => {
    const round = await currentRound();
    expect(round.endsAt - round.startsAt).toBe(roundSeconds);
    expect(round.movie).toEqual(firstMovie);
  });

  it('shows the announced movie in the next round', async () => {
    const screen = collect<CurrentRound>(client.subscriptions.onRound());
    await vi.waitUntil(() => screen.received.length >= 2, { timeout: 15_000 });
    const [first, second] = screen.received;
    expect(second?.startsAt).toBe((first?.startsAt ?? 0) + roundSeconds);
    expect(second?.movie.poster).toBe(first?.nextPoster);
    expect(screen.errors).toEqual([]);
    screen.close();
  });

  it('publishes new totals, and counts a repeated ballot once', async () => {
    const screen = collect<ScoresUpdate>(client.subscriptions.onScores());
    const { roundId } = await freshRound();
    const ballot = { ...noVotes, roundId, love: 2, meh: 1 };

    const { data } = await client.mutations.castVotes(ballot);
    expect(data).toMatchObject({ roundId, love: 2, meh: 1 });
    await client.mutations.castVotes(ballot);
    await client.mutations.castVotes({ ...ballot, love: 7 });

    const scores = await vi.waitUntil(
      () => screen.received.map((update) => update.scores).find(({ love }) => love === 7),
      { timeout: 10_000 },
    );
    expect(scores).toMatchObject({ roundId, love: 7, meh: 1, voters: 1 });
    expect((await snapshot()).scores).toMatchObject({ roundId, love: 7, meh: 1, voters: 1 });
    screen.close();
  });

  it('answers a late call with the stored totals', async () => {
    const { roundId } = await freshRound();
    await client.mutations.castVotes({ ...noVotes, roundId, like: 4 });
    const { data, errors } = await client.mutations.castVotes({ ...noVotes, roundId, like: 3 });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ like: 4 });
  });

  it('replaces a record that is beaten', async () => {
    const { roundId, movie } = await freshRound();
    const { data } = await client.mutations.castVotes({ ...noVotes, roundId, hate: 77 });
    expect(data?.hate).toBe(77);
    const leaders = await vi.waitUntil(
      async () => {
        const { leaders } = await snapshot();
        return leaders.some(({ votes }) => votes === 77) && leaders;
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(leaders).toContainEqual(expect.objectContaining({ category: 'hate', votes: 77, title: movie.title }));
  });

  it('refuses votes for a round that is over', async () => {
    const { errors } = await client.mutations.castVotes({ ...noVotes, roundId: '1000000000', love: 1 });
    expect(errors).toMatchObject([{ errorType: 'RoundOver', message: expect.stringContaining('over') as string }]);
  });

  it('delivers one message a second, with only the end of the identity id', async () => {
    const room = collect<Message>(client.subscriptions.onMessage({ room: 0 }));
    const message = { nickname: 'Ada', text: 'Hello 🎬' };
    await vi.waitUntil(
      async () => {
        await client.mutations.sendMessage(message);
        return room.received.length > 0;
      },
      { timeout: 10_000, interval: 1100 },
    );
    const { identityId } = await fetchAuthSession();
    expect(room.received[0]).toMatchObject({ ...message, sender: identityId?.slice(-12) });
    expect(JSON.stringify(room.received)).not.toContain(identityId);

    await client.mutations.sendMessage(message);
    const { errors } = await client.mutations.sendMessage(message);
    expect(errors).toMatchObject([{ errorType: 'SlowDown' }]);
    room.close();
  });

  it('refuses guests who start a round or publish scores', async () => {
    const { movie, roundId } = await currentRound();
    const round = await client.mutations.startRound({ startsAt: 10, movie, upcoming: movie });
    const scores = await client.mutations.publishScores({
      scores: { roundId, ...noVotes, love: 1e6, voters: 1 },
    });
    for (const { data, errors } of [round, scores]) {
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    }
  });

  it('keeps identities and records after a restart', async () => {
    const { leaders } = await snapshot();
    const before = await fetchAuthSession();
    await backend.close();
    backend = await startBackend(options);
    expect((await snapshot()).leaders).toEqual(leaders);
    const after = await fetchAuthSession({ forceRefresh: true });
    expect(after.identityId).toBe(before.identityId);
  });

  it('gives another guest another identity', async () => {
    const before = await fetchAuthSession();
    await guest.forget();
    const after = await fetchAuthSession();
    expect(after.identityId).toBeDefined();
    expect(after.identityId).not.toBe(before.identityId);
  });

  it('refuses a call without a signature', async () => {
    const url = Amplify.getConfig().API?.GraphQL?.endpoint ?? '';
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ query: '{ snapshot { serverTime } }' }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
  });
});
