/**
 * The rotator as a whole, on a virtual clock: the scheduler's runs with every kind of trouble, against a table that obeys
 * the rules of `startRound`. Every round starts exactly once, and late by at most {@link maxDelayMs} plus the outage.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noVotes } from '../../show';
import { MutationError } from '../signed-mutation';
import type { Movie } from '../movies/movie';
import type { Round } from './round-table';
import { playMs, reserveMs, scheduleIntervalMs, startTimeoutMs } from './run-duration';
import { roundStartSeconds } from './rounds';
import { playRounds, type NewRound, type RoundPlayer, type Run } from './run-rotator';
import { readSettings } from './show-settings';

const noon = Date.parse('2026-03-01T12:00:00Z');
const minutes = 6;
const roundSeconds = 10;
const maxDelayMs = 3000;

/** A period in milliseconds after noon. */
interface Period {
  from: number;
  to: number;
}

interface Outage extends Period {
  /** What a call experiences: it fails at once, receives no answer, or takes effect and its answer is lost. */
  kind: 'refuses' | 'hangs' | 'loses answers';
}

interface ScheduledRun {
  /** Delay of the scheduler. Its documented precision is 60 s. */
  jitterMs: number;
  coldStartMs: number;
  isDuplicated: boolean;
  /** Milliseconds after its start. */
  crashesAfterMs: number | undefined;
}

interface Scenario {
  runs: ScheduledRun[];
  outages: Outage[];
  /** Nothing runs: neither functions nor API nor scheduler. */
  suspension: Period | undefined;
  isTmdbSlow: boolean;
  /** Each call takes a little longer than the one before, up to twice this. */
  latencyMs: number;
}

const movie = (id: number): Movie => ({
  id: `movie-${id}`,
  title: `Movie ${id}`,
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: `/${id}.svg`,
  source: 'catalogue',
});

const since = () => Date.now() - noon;

/** Plays a scenario. */
async function play({ runs, outages, suspension, isTmdbSlow, latencyMs }: Scenario) {
  /** Newest first. */
  const rows: (Round & { startedBy: string; storedAt: number })[] = [];
  const reports: { startsAt: number; run: string }[] = [];
  const activeRuns = new Set<string>();
  let newest: string | undefined;
  const crashed = new Set<string>();
  /** Periods without a run because the newest one has crashed. */
  const gaps: Period[] = [];
  const begins: number[] = [];
  /** How long the runs that did not crash lasted, in milliseconds. */
  const durations: number[] = [];
  let calls = 0;
  let drawn = 0;

  /** Waits. What is due during the suspension happens at its end. */
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const due = since() + ms;
      const isSuspended = suspension && due > suspension.from && due < suspension.to;
      setTimeout(resolve, isSuspended ? suspension.to - since() : ms);
    });

  /** A call of the API or the table, which fails if it has no answer in time. */
  async function call<T>(timeoutMs: number, effect: () => T): Promise<T> {
    const outage = outages.find(({ from, to }) => since() >= from && since() < to);
    await wait(latencyMs + (calls++ % 5) * (latencyMs / 5));
    if (!outage) return effect();
    if (outage.kind === 'loses answers') effect();
    if (outage.kind !== 'refuses') await wait(timeoutMs);
    throw new Error(outage.kind);
  }

  function start(run: Run, { startsAt, movie, upcoming }: NewRound) {
    const current = roundStartSeconds(Date.now(), roundSeconds);
    if (startsAt < current) throw new MutationError('It is over.', 'RoundOver');
    const row = rows.find((row) => row.startsAt === startsAt);
    if (row && row.startedBy !== run.id) throw new MutationError('It has started.', 'RoundStarted');
    const endsAt = startsAt + roundSeconds;
    if (!row) rows.unshift({ ...noVotes, startsAt, endsAt, movie, upcoming, startedBy: run.id, storedAt: since() });
  }

  function end(id: string) {
    const wasLast = activeRuns.delete(id) && activeRuns.size === 0;
    if (wasLast && newest && crashed.has(newest)) gaps.push({ from: since(), to: Infinity });
  }

  function invoke(id: string, crashesAfterMs: number | undefined): Promise<void> {
    const beganAt = since();
    const run: Run = { id, startedAtMs: Date.now(), stopAtMs: Date.now() + playMs };
    begins.push(beganAt);
    activeRuns.add(id);
    if (!newest || id > newest) newest = id;
    const hasCrashed = () => crashed.has(id);
    const unlessCrashed =
      <Arguments extends unknown[], Result>(step: (...args: Arguments) => Promise<Result>) =>
      (...args: Arguments): Promise<Result> =>
        hasCrashed() ? new Promise<Result>(() => undefined) : step(...args);
    const player: RoundPlayer = {
      now: Date.now,
      sleepUntil: unlessCrashed((timeMs) => wait(Math.max(0, timeMs - Date.now()))),
      readLastRounds: unlessCrashed(() => call(1500, () => [...rows])),
      readLatestRound: unlessCrashed(() => call(1500, () => rows[0])),
      readSettings: unlessCrashed(() => call(1500, () => readSettings(undefined, roundSeconds))),
      nextMovie: unlessCrashed(async (_, withinMs) => {
        await wait(isTmdbSlow ? Math.min(withinMs, 5000) : latencyMs);
        return movie(drawn++);
      }),
      startRound: unlessCrashed((round) => call(startTimeoutMs, () => start(run, round))),
      onStart: (startsAt) => {
        if (!hasCrashed()) reports.push({ startsAt, run: id });
      },
      storeRecords: unlessCrashed(() => call(1500, () => undefined)),
      onNotDue: () => undefined,
      onError: () => undefined,
      onSettingsError: () => undefined,
      onRecordsError: () => undefined,
    };
    const crash =
      crashesAfterMs === undefined
        ? new Promise<never>(() => undefined)
        : wait(crashesAfterMs).then(() => {
            crashed.add(id);
            end(id);
          });
    const played = playRounds(player, run, readSettings(undefined, roundSeconds)).then(() => {
      end(id);
      durations.push(since() - beganAt);
    });
    return Promise.race([crash, played]);
  }

  const order = runs.flatMap(({ jitterMs, coldStartMs, isDuplicated, crashesAfterMs }, minute) =>
    Array.from({ length: isDuplicated ? 2 : 1 }, (_, copy) =>
      wait(minute * scheduleIntervalMs + jitterMs + coldStartMs).then(() =>
        invoke(`${new Date().toISOString()}#${minute}.${copy}`, copy === 0 ? crashesAfterMs : undefined),
      ),
    ),
  );
  await vi.advanceTimersByTimeAsync((minutes + 6) * 60_000 + (suspension?.to ?? 0));
  await Promise.all(order);

  for (const gap of gaps) gap.to = begins.filter((begin) => begin >= gap.from).sort((a, b) => a - b)[0] ?? Infinity;
  return { rows, reports, begins, durations, unavailable: [...gaps, ...outages, ...(suspension ? [suspension] : [])] };
}

/** The time within a period during which the show could not run, in milliseconds. */
function unavailableMs(unavailable: Period[], from: number, to: number): number {
  let total = 0;
  let end = from;
  for (const period of unavailable.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(period.from, end);
    const stop = Math.min(period.to, to);
    if (stop > begin) {
      total += stop - begin;
      end = stop;
    }
  }
  return total;
}

/** Checks every round from the first run on, up to the minute in which the last run is due. */
async function check(scenario: Scenario) {
  const { rows, reports, begins, unavailable } = await play(scenario);
  const startedAt = new Map(rows.map(({ startsAt, storedAt }) => [startsAt, storedAt]));
  const reportOf = new Map(reports.map((report) => [report.startsAt, report.run]));
  expect(reports).toHaveLength(reportOf.size);
  for (const { startsAt, startedBy } of rows) {
    // A run reports a round only if its write won.
    if (reportOf.has(startsAt)) expect(reportOf.get(startsAt)).toBe(startedBy);
  }
  const first = Math.ceil(Math.min(...begins) / 1000 / roundSeconds) * roundSeconds;
  for (let second = first; second < (minutes - 1) * 60; second += roundSeconds) {
    const dueMs = second * 1000;
    const endMs = dueMs + roundSeconds * 1000;
    const storedAt = startedAt.get(noon / 1000 + second) ?? endMs;
    const excuse = unavailableMs(unavailable, dueMs - maxDelayMs, storedAt);
    expect(storedAt - dueMs, `delay of the round at ${second} s`).toBeLessThanOrEqual(maxDelayMs + excuse);
  }
}

const scheduledRun = fc.record({
  jitterMs: fc.nat(59_000),
  coldStartMs: fc.nat(5000),
  isDuplicated: fc.boolean(),
  crashesAfterMs: fc.option(fc.nat(90_000), { nil: undefined, freq: 6 }),
});
const during = (maxMs: number) =>
  fc
    .record({ from: fc.nat(minutes * 60_000), lengthMs: fc.integer({ min: 1, max: maxMs }) })
    .map(({ from, lengthMs }) => ({ from, to: from + lengthMs }));
const scenario: fc.Arbitrary<Scenario> = fc.record({
  runs: fc.array(scheduledRun, { minLength: minutes, maxLength: minutes }),
  outages: fc.array(
    fc
      .tuple(during(40_000), fc.constantFrom<Outage['kind']>('refuses', 'hangs', 'loses answers'))
      .map(([period, kind]) => ({ ...period, kind })),
    { maxLength: 2 },
  ),
  suspension: fc.option(during(150_000), { nil: undefined }),
  isTmdbSlow: fc.boolean(),
  latencyMs: fc.integer({ min: 5, max: 100 }),
});

const punctual: ScheduledRun = { jitterMs: 0, coldStartMs: 0, isDuplicated: false, crashesAfterMs: undefined };
const calm: Scenario = {
  runs: Array<ScheduledRun>(minutes).fill(punctual),
  outages: [],
  suspension: undefined,
  isTmdbSlow: false,
  latencyMs: 20,
};
const withJitters = (jitters: number[]): Scenario => ({
  ...calm,
  runs: jitters.map((jitterMs) => ({ ...punctual, jitterMs })),
});

const withCrashOf = (index: number, scenario: Scenario): Scenario => ({
  ...scenario,
  runs: scenario.runs.with(index, { ...punctual, crashesAfterMs: 0 }),
});

beforeEach(() => void vi.useFakeTimers({ now: noon }));
afterEach(() => void vi.useRealTimers());

describe('every round starts exactly once, and in time,', () => {
  it.each<[string, Scenario]>([
    ['if the scheduler is punctual', calm],
    ['if every second run is 59 s late', withJitters([0, 59_000, 0, 59_000, 0, 59_000])],
    ['if runs are later and later', withJitters([0, 12_000, 24_000, 36_000, 48_000, 59_000])],
    ['if a run crashes when it starts, and the next one is late', withCrashOf(1, withJitters([0, 0, 59_000, 0, 0, 0]))],
    ['if every invocation is duplicated', { ...calm, runs: calm.runs.map((run) => ({ ...run, isDuplicated: true })) }],
    ['if cold starts take 5 s', { ...calm, runs: calm.runs.map((run) => ({ ...run, coldStartMs: 5000 })) }],
    ['if answers are lost', { ...calm, outages: [{ from: 59_500, to: 63_000, kind: 'loses answers' }] }],
    ['if the backend is suspended for 70 s', { ...calm, suspension: { from: 75_000, to: 145_000 } }],
    ['if TMDB is slow', { ...withJitters([500, 59_000, 0, 59_000, 0, 59_000]), isTmdbSlow: true }],
  ])('%s', async (_, scenario) => {
    await check(scenario);
  });

  it('whatever the scheduler, the functions, the API and TMDB do', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (scenario) => {
        vi.setSystemTime(noon);
        await check(scenario);
      }),
      { numRuns: 150, seed: 42 },
    );
  });
});

describe('a run', () => {
  it('ends within a round after the next run has begun', async () => {
    const { durations } = await play(calm);
    expect(durations).toHaveLength(minutes);
    for (const duration of durations.slice(0, -1)) {
      expect(duration).toBeGreaterThan(scheduleIntervalMs);
      expect(duration).toBeLessThan(scheduleIntervalMs + roundSeconds * 1000 + 1000);
    }
  });

  it('ends before its time-out, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (scenario) => {
        vi.setSystemTime(noon);
        const { durations } = await play({ ...scenario, suspension: undefined });
        for (const duration of durations) expect(duration).toBeLessThan(playMs + reserveMs);
      }),
      { numRuns: 50, seed: 43 },
    );
  });
});
