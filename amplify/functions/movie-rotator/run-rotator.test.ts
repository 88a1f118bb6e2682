import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MutationError } from '../signed-mutation';
import type { Movie } from './movie';
import { playRounds, type RoundPlayer } from './run-rotator';

const noon = Date.parse('2026-03-01T12:00:00Z');
const round = (index: number) => noon / 1000 + index * 10;
const minuteMs = 60_000;

interface Performance {
  startsAt: number;
  /** Milliseconds after noon. */
  startedAt: number;
  movie: Movie;
  upcoming: Movie;
}

const movie = (id: string): Movie => ({
  id,
  title: id,
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: `/${id}.svg`,
  source: 'catalogue',
});

/** How long each call takes. */
const latencyMs = 20;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A theatre on a virtual clock: the table of rounds, an endless supply of movies, and the API's rule that a round starts once. */
function theatre(...played: Performance[]) {
  const errors: [startsAt: number, error: unknown][] = [];
  const draws: string[][] = [];
  const stage: RoundPlayer = {
    now: () => Date.now(),
    async sleepUntil(timeMs) {
      if (timeMs > Date.now()) await sleep(timeMs - Date.now());
    },
    async readLastRounds() {
      await sleep(latencyMs);
      return played.toReversed();
    },
    async nextMovie(recentIds) {
      await sleep(latencyMs);
      draws.push(recentIds);
      return movie(`movie-${draws.length}`);
    },
    async startRound(startsAt, movie, upcoming) {
      await sleep(latencyMs);
      if (played.some((performance) => performance.startsAt === startsAt)) {
        throw new MutationError(`Round ${startsAt} has already started.`, 'RoundStarted');
      }
      played.push({ startsAt, startedAt: Date.now() - noon - latencyMs, movie, upcoming });
    },
    onError: (startsAt, error) => errors.push([startsAt, error]),
  };
  return { stage, played, errors, draws };
}

/** Lets the runs of a rotator come, each at a time in milliseconds after noon, and the clock run to the end. */
async function run(stage: RoundPlayer, ...times: number[]): Promise<void> {
  const runs = times.map((time) => sleep(time).then(() => playRounds(stage, 10)));
  await vi.advanceTimersByTimeAsync(Math.max(...times) + 2 * minuteMs);
  await Promise.all(runs);
}

/** A round of an earlier run: film `a`, with film `b` announced. */
const earlier = (index: number): Performance => ({
  startsAt: round(index),
  startedAt: index * 10_000,
  movie: movie('a'),
  upcoming: movie('b'),
});

/** What each screen was promised is what it got. */
function expectAnnouncementsKept(played: Performance[]): void {
  for (const [index, { movie }] of played.slice(1).entries()) expect(movie).toEqual(played[index]?.upcoming);
}

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('one run', () => {
  it('starts the round that is on at once, and the following ones on their boundaries', async () => {
    const { stage, played, errors } = theatre();
    await run(stage, 1234);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 1, 2, 3, 4, 5].map(round));
    // The first one draws both its movie and the next.
    expect(played.map(({ startedAt }) => startedAt)).toEqual([
      1234 + 3 * latencyMs,
      10_000,
      20_000,
      30_000,
      40_000,
      50_000,
    ]);
    expect(errors).toEqual([]);
  });

  it('plays what was announced', async () => {
    const { stage, played } = theatre();
    await run(stage, 0);
    expect(played).toHaveLength(6);
    expectAnnouncementsKept(played);
  });

  it('announces a movie that is neither on nor was on lately', async () => {
    const { stage, played, draws } = theatre();
    await run(stage, 0);
    expect(draws.at(-1)).toEqual(played.toReversed().map(({ movie }) => movie.id));
  });

  it('leaves a round alone that is on already', async () => {
    const { stage, played } = theatre(earlier(0));
    await run(stage, 0);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 1, 2, 3, 4, 5].map(round));
    expect(played.slice(0, 2).map(({ movie }) => movie.id)).toEqual(['a', 'b']);
  });

  it('keeps the promise of a show that ended long ago', async () => {
    const { stage, played } = theatre(earlier(-1000));
    await run(stage, 0);
    expect(played[1]?.movie.id).toBe('b');
  });
});

describe('runs every minute', () => {
  it('hand over without a gap, though none comes on time', async () => {
    const { stage, played, errors } = theatre();
    await run(stage, 300, minuteMs + 2900, 2 * minuteMs - 200);
    expect(played.map(({ startsAt }) => startsAt)).toEqual(Array.from({ length: 18 }, (_, index) => round(index)));
    expectAnnouncementsKept(played);
    expect(errors).toEqual([]);
  });

  it.each([0, 1, 20, 9990, 25_000])(
    'may overlap, %i ms apart: each round starts once, as announced, without an error',
    async (apart) => {
      const { stage, played, errors } = theatre();
      await run(stage, 0, apart);
      expect(played.map(({ startsAt }) => startsAt)).toEqual(played.map((_, index) => round(index)));
      expect(played.length).toBeGreaterThanOrEqual(6);
      expectAnnouncementsKept(played);
      expect(errors).toEqual([]);
    },
  );
});

describe('a round that fails', () => {
  const steps = ['readLastRounds', 'nextMovie', 'startRound'] as const;
  type Step = (typeof steps)[number];

  /** Lets a step fail in a span of time, in milliseconds after noon. */
  function breakDown(stage: RoundPlayer, step: Step, from: number, to: number): void {
    const works = stage[step] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(stage, {
      [step]: async (...args: unknown[]) => {
        if (Date.now() >= noon + from && Date.now() < noon + to) throw new Error(`${step} is down`);
        return works(...args);
      },
    });
  }

  it.each(steps)('for a moment, in %s, is reported and starts all the same', async (step) => {
    const { stage, played, errors } = theatre();
    breakDown(stage, step, 0, 1000);
    await run(stage, 0);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 1, 2, 3, 4, 5].map(round));
    expect(played[0]?.startedAt).toBeLessThan(3000);
    expect(errors).toEqual([[round(0), new Error(`${step} is down`)]]);
  });

  it.each(steps)(
    'for long, in %s, is given up when it is over; the show is back with what it waits for',
    async (step) => {
      const { stage, played, errors } = theatre(earlier(-1));
      breakDown(stage, step, 0, 24_000);
      await run(stage, 0);
      expect(played.slice(1).map(({ startsAt }) => startsAt)).toEqual([2, 3, 4, 5].map(round));
      expect(played[1]?.startedAt).toBeLessThan(27_000);
      expect(new Set(errors.map(([startsAt]) => startsAt))).toEqual(new Set([0, 1, 2].map(round)));
      // Every screen has this poster: it was announced before all this.
      expect(played[1]?.movie.id).toBe('b');
      expectAnnouncementsKept(played);
    },
  );

  it.each(steps)('before its time, in %s, starts on time', async (step) => {
    const { stage, played } = theatre();
    breakDown(stage, step, 10, 8000);
    await run(stage, 0);
    expect(played.find(({ startsAt }) => startsAt === round(1))?.startedAt).toBe(10_000);
  });

  it('is tried a few times, not in a frenzy', async () => {
    const { stage, errors } = theatre();
    breakDown(stage, 'readLastRounds', 0, minuteMs * 2);
    await run(stage, 0);
    expect(errors.length).toBeLessThanOrEqual(6 * 5);
  });

  it('through another error of the API is reported too', async () => {
    const { stage, errors } = theatre();
    const refusal = new MutationError('Not Authorized to access startRound on type Mutation', 'Unauthorized');
    vi.spyOn(stage, 'startRound').mockRejectedValueOnce(refusal);
    await run(stage, 0);
    expect(errors).toEqual([[round(0), refusal]]);
  });

  it('is not started when its time is over', async () => {
    const { stage, played } = theatre();
    const { startRound } = stage;
    // An answer that is long in coming holds up the round after it, too.
    vi.spyOn(stage, 'startRound').mockImplementationOnce(async (...args) => {
      await sleep(21_000);
      return startRound(...args);
    });
    await run(stage, 0);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 2, 3, 4, 5].map(round));
  });
});

it('a round that another run has started is no error, and not tried again', async () => {
  const { stage, errors } = theatre();
  const startRound = vi
    .spyOn(stage, 'startRound')
    .mockRejectedValue(new MutationError('Round 1 has already started.', 'RoundStarted'));
  await run(stage, 0);
  expect(startRound).toHaveBeenCalledTimes(6);
  expect(errors).toEqual([]);
});
