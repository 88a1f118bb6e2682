import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { votersPerRoom } from '../../limits';
import { noVotes } from '../../show';
import { MutationError } from '../signed-mutation';
import type { Movie } from '../movies/movie';
import { planRound, random } from './next-movie';
import { pickMovie } from './pick-movie';
import type { Round } from './round-table';
import { playMs, scheduleIntervalMs } from './run-duration';
import { playRounds, type RoundPlayer, type Run } from './run-rotator';
import { readSettings, type ShowSettings } from './show-settings';

const noon = Date.parse('2026-03-01T12:00:00Z');
const round = (index: number) => noon / 1000 + index * 10;
const minuteMs = 60_000;

interface Performance extends Round {
  /** Milliseconds after noon. */
  startedAt: number;
}

const movie = (id: string): Movie => ({
  id,
  title: id,
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: `/${id}.svg`,
  source: 'catalogue',
});

const defaults: ShowSettings = readSettings(undefined, 10);

/** How long each call takes. */
const latencyMs = 20;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A player on a virtual clock, with a table of rounds, endless movies, and an API that starts each round once. */
function createTestPlayer(...played: Performance[]) {
  const errors: [startsAt: number, error: unknown][] = [];
  const reported: number[] = [];
  const draws: string[][] = [];
  /** The rounds whose records were stored, newest first, at each start of a round. */
  const settled: number[][] = [];
  const recordErrors: unknown[] = [];
  const settingsErrors: unknown[] = [];
  /** The times at which no round was due, in seconds after noon. */
  const notDue: number[] = [];
  /** What operators have set. */
  const settings = { ...defaults };
  const player: TestPlayer = {
    now: () => Date.now(),
    async sleepUntil(timeMs) {
      if (timeMs > Date.now()) await sleep(timeMs - Date.now());
    },
    async readLastRounds() {
      await sleep(latencyMs);
      return played.toReversed();
    },
    async readLatestRound() {
      await sleep(latencyMs);
      return played.at(-1);
    },
    async readSettings() {
      await sleep(latencyMs);
      return { ...settings };
    },
    async nextMovie(recentIds) {
      await sleep(latencyMs);
      draws.push(recentIds);
      return movie(`movie-${draws.length}`);
    },
    async startRound(startedBy, { startsAt, roundSeconds, ...round }) {
      await sleep(latencyMs);
      const earlier = played.find((performance) => performance.startsAt === startsAt);
      if (earlier && earlier.startedBy !== startedBy) {
        throw new MutationError(`Round ${startsAt} has already started.`, 'RoundStarted');
      }
      if (!earlier)
        played.push({
          ...noVotes,
          startsAt,
          endsAt: startsAt + roundSeconds,
          startedBy,
          startedAt: Date.now() - noon - latencyMs,
          ...round,
        });
    },
    async storeRecords(rounds) {
      await sleep(latencyMs);
      settled.push(rounds.map(({ startsAt }) => startsAt));
    },
    onStart: (startsAt) => reported.push(startsAt),
    onNotDue: (timeSeconds) => notDue.push(timeSeconds - noon / 1000),
    onError: (startsAt, error) => errors.push([startsAt, error]),
    onSettingsError: (error) => settingsErrors.push(error),
    onRecordsError: (error) => recordErrors.push(error),
  };
  return { player, played, errors, draws, reported, settled, recordErrors, settings, settingsErrors, notDue };
}

type TestPlayer = Omit<RoundPlayer, 'startRound'> & {
  startRound: (run: string, ...round: Parameters<RoundPlayer['startRound']>) => Promise<void>;
};

/** Plays the rounds of a run that begins now and lasts for a minute. */
function play(player: TestPlayer, id: string, durationMs = minuteMs - 1, firstMovie?: Movie): Promise<void> {
  const run: Run = { id, startedAtMs: Date.now(), stopAtMs: Date.now() + durationMs, firstMovie };
  return playRounds({ ...player, startRound: (round) => player.startRound(id, round) }, run, defaults);
}

/** Starts runs of the rotator at times in milliseconds after noon, and advances the clock until all have ended. */
async function run(player: TestPlayer, ...times: number[]): Promise<void> {
  const runs = times.map((time, index) => sleep(time).then(() => play(player, String(index))));
  await vi.advanceTimersByTimeAsync(Math.max(...times) + 2 * minuteMs);
  await Promise.all(runs);
}

/** A round of an earlier run that showed movie `a` and announced movie `b`. */
const earlier = (index: number): Performance => ({
  ...noVotes,
  startsAt: round(index),
  endsAt: round(index + 1),
  startedAt: index * 10_000,
  movie: movie('a'),
  upcoming: movie('b'),
});

/** Checks that each round showed the movie that the round before it announced. */
function expectAnnouncementsKept(played: Performance[]): void {
  for (const [index, { movie }] of played.slice(1).entries()) expect(movie).toEqual(played[index]?.upcoming);
}

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('records', () => {
  it('are stored after each start, of all rounds whose votes are counted', async () => {
    const { player, settled } = createTestPlayer();
    await run(player, 1234);
    // The votes of the round that has just ended are still being counted when the next one is prepared.
    const counted = [[], [], [], [0], [1, 0], [2, 1, 0], [3, 2, 1, 0]];
    expect(settled).toEqual(counted.map((indices) => indices.map(round)));
  });

  it('are stored with the next round if that fails, and no round is late', async () => {
    const { player, played, errors, recordErrors } = createTestPlayer();
    const storeRecords = vi.fn(() => Promise.reject(new Error('throttled')));
    await run({ ...player, storeRecords }, 1234);
    expect(played).toHaveLength(7);
    expect(errors).toEqual([]);
    expect(storeRecords).toHaveBeenCalledTimes(7);
    expect(recordErrors).toHaveLength(7);
  });
});

describe('one run', () => {
  it('starts the current round at once and the following rounds on time', async () => {
    const { player, played, errors } = createTestPlayer();
    await run(player, 1234);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 1, 2, 3, 4, 5, 6].map(round));
    // The first one draws both its movie and the next.
    expect(played.map(({ startedAt }) => startedAt)).toEqual([
      1234 + 3 * latencyMs,
      10_000,
      20_000,
      30_000,
      40_000,
      50_000,
      60_000,
    ]);
    expect(errors).toEqual([]);
  });

  it('shows the announced movies', async () => {
    const { player, played } = createTestPlayer();
    await run(player, 0);
    expect(played).toHaveLength(6);
    expectAnnouncementsKept(played);
  });

  it('announces a movie that was not shown recently', async () => {
    const { player, played, draws } = createTestPlayer();
    await run(player, 0);
    expect(draws.at(-1)).toEqual(played.toReversed().map(({ movie }) => movie.id));
  });

  it('skips a round that has already started', async () => {
    const { player, played } = createTestPlayer(earlier(0));
    await run(player, 0);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 1, 2, 3, 4, 5].map(round));
    expect(played.slice(0, 2).map(({ movie }) => movie.id)).toEqual(['a', 'b']);
  });

  it('shows the announced movie even after a long break', async () => {
    const { player, played } = createTestPlayer(earlier(-1000));
    await run(player, 0);
    expect(played[1]?.movie.id).toBe('b');
  });
});

describe('a run with a first movie', () => {
  const playWith = async (...played: Performance[]) => {
    const show = createTestPlayer(...played);
    const running = play(show.player, '1', minuteMs - 1, movie('first'));
    await vi.advanceTimersByTimeAsync(2 * minuteMs);
    await running;
    return show.played;
  };
  const ids = (played: Performance[]) => played.map(({ movie }) => movie.id);

  it('shows it once, instead of the announced movie, and announces the next one', async () => {
    const [, ...played] = await playWith(earlier(-1));
    expect(ids(played).slice(0, 2)).toEqual(['first', 'movie-1']);
    expect(ids(played).filter((id) => id === 'first')).toHaveLength(1);
    expectAnnouncementsKept(played);
  });

  it('shows it in the next round if another run has started the current one', async () => {
    const [current, ...played] = await playWith({ ...earlier(0), startedBy: '0' });
    expect(current?.startedBy).toBe('0');
    expect(ids(played)[0]).toBe('first');
    expect(played[0]?.startsAt).toBe(round(1));
  });

  it('shows it even if it was shown recently', async () => {
    const [, ...played] = await playWith({ ...earlier(-1), movie: movie('first') });
    expect(ids(played)[0]).toBe('first');
  });
});

describe('runs every minute', () => {
  it('start every round, although no run begins on time', async () => {
    const { player, played, errors } = createTestPlayer();
    await run(player, 300, minuteMs + 2900, 2 * minuteMs - 200);
    expect(played.map(({ startsAt }) => startsAt)).toEqual(Array.from({ length: 18 }, (_, index) => round(index)));
    expectAnnouncementsKept(played);
    expect(errors).toEqual([]);
  });

  it.each([0, 1, 20, 9990, 25_000])(
    'start each round once, as announced, if they overlap %i ms apart',
    async (apart) => {
      const { player, played, errors } = createTestPlayer();
      await run(player, 0, apart);
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

  /** Makes a step fail during a period, in milliseconds after noon. */
  function failDuring(player: TestPlayer, step: Step, from: number, to: number): void {
    const works = player[step] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(player, {
      [step]: async (...args: unknown[]) => {
        if (Date.now() >= noon + from && Date.now() < noon + to) throw new Error(`${step} is down`);
        return works(...args);
      },
    });
  }

  it.each(steps)('briefly in %s is reported and starts late', async (step) => {
    const { player, played, errors } = createTestPlayer();
    failDuring(player, step, 0, 1000);
    await run(player, 0);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 1, 2, 3, 4, 5].map(round));
    expect(played[0]?.startedAt).toBeLessThan(3000);
    expect(errors).toEqual([[round(0), new Error(`${step} is down`)]]);
  });

  it.each(steps)(
    'for a long time in %s is abandoned at its end; the next one shows the announced movie',
    async (step) => {
      const { player, played, errors } = createTestPlayer(earlier(-1));
      failDuring(player, step, 0, 24_000);
      await run(player, 0);
      expect(played.slice(1).map(({ startsAt }) => startsAt)).toEqual([2, 3, 4, 5].map(round));
      expect(played[1]?.startedAt).toBeLessThan(27_000);
      expect(new Set(errors.map(([startsAt]) => startsAt))).toEqual(new Set([0, 1, 2].map(round)));
      // The announcement was made before the outage, so every screen has loaded this poster.
      expect(played[1]?.movie.id).toBe('b');
      expectAnnouncementsKept(played);
    },
  );

  it.each(steps)('in %s before its start time starts on time', async (step) => {
    const { player, played } = createTestPlayer();
    failDuring(player, step, 10, 8000);
    await run(player, 0);
    expect(played.find(({ startsAt }) => startsAt === round(1))?.startedAt).toBe(10_000);
  });

  it('is tried at most once per second', async () => {
    const { player, errors } = createTestPlayer();
    failDuring(player, 'readLastRounds', 0, minuteMs * 2);
    await run(player, 0);
    expect(errors.length).toBeLessThanOrEqual(60);
  });

  it('with another error of the API is reported', async () => {
    const { player, errors } = createTestPlayer();
    const refusal = new MutationError('Not Authorized to access startRound on type Mutation', 'Unauthorized');
    vi.spyOn(player, 'startRound').mockRejectedValueOnce(refusal);
    await run(player, 0);
    expect(errors).toEqual([[round(0), refusal]]);
  });

  it('is not started after its end', async () => {
    const { player, played } = createTestPlayer();
    const { startRound } = player;
    // A slow response also delays the next round.
    vi.spyOn(player, 'startRound').mockImplementationOnce(async (...args) => {
      await sleep(21_000);
      return startRound(...args);
    });
    await run(player, 0);
    expect(played.map(({ startsAt }) => startsAt)).toEqual([0, 2, 3, 4, 5].map(round));
  });
});

describe('a call whose answer is lost', () => {
  it('is repeated with the same movies, and the round is reported once', async () => {
    const { player, played, reported } = createTestPlayer();
    const { startRound } = player;
    const calls = vi.spyOn(player, 'startRound').mockImplementationOnce(async (...args) => {
      await startRound(...args);
      throw new Error('timeout');
    });
    await run(player, 0);
    expect(calls.mock.calls[1]).toEqual(calls.mock.calls[0]);
    expect(reported).toEqual(played.map(({ startsAt }) => startsAt));
  });

  it('is not repeated if the newest round is another run’s', async () => {
    const { player, reported } = createTestPlayer({ ...earlier(0), startedBy: 'other' });
    await run(player, 0);
    expect(reported).not.toContain(round(0));
  });
});

describe('the audience of a round', () => {
  it('is expected to be that of the rounds before', async () => {
    const voters = 3 * votersPerRoom;
    const { player, played } = createTestPlayer({ ...earlier(-1), voters, rooms: 4 });
    await run(player, 0);
    expect(played.map(({ expectedVoters, rooms }) => [expectedVoters, rooms]).slice(1)).toEqual([
      [voters, 4],
      [voters, 4],
      [0, 2],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it('stays the same if a call is repeated', async () => {
    const stored = { ...earlier(0), startedBy: '0', voters: 7, expectedVoters: 400, rooms: 4 };
    const { player } = createTestPlayer({ ...earlier(-1), voters: 300, rooms: 8 }, stored);
    const startRound = vi.spyOn(player, 'startRound');
    await run(player, 0);
    expect(startRound.mock.calls[0]?.[1]).toMatchObject({ expectedVoters: 400, rooms: 4 });
  });
});

describe('several runs', () => {
  const starters = (played: Performance[]) => played.map(({ startedBy }) => startedBy);

  it('leave the show to the newest one', async () => {
    const { player, played } = createTestPlayer();
    const oldest = play(player, '1', playMs);
    await vi.advanceTimersByTimeAsync(scheduleIntervalMs + 3000);
    const newest = play(player, '2', playMs);
    await vi.advanceTimersByTimeAsync(12_000);
    await oldest;
    await vi.advanceTimersByTimeAsync(playMs);
    await newest;
    expect(starters(played).slice(0, 7)).toEqual(Array(7).fill('1'));
    expect(new Set(starters(played).slice(7))).toEqual(new Set(['2']));
  });

  it('both continue while the older one is first', async () => {
    const { player, played } = createTestPlayer({ ...earlier(0), startedBy: '1' });
    const newer = play(player, '2', 5000);
    await vi.advanceTimersByTimeAsync(minuteMs);
    await newer;
    expect(starters(played)).toEqual(['1']);
  });

  it('report only the rounds whose write was theirs', async () => {
    const { player, played, reported } = createTestPlayer();
    await run(player, 0, 0, 0);
    expect(reported).toEqual(played.map(({ startsAt }) => startsAt));
  });
});

describe('a run that was suspended', () => {
  it('continues with the current round and tries none that is over', async () => {
    const { player, errors } = createTestPlayer();
    const tried = vi.spyOn(player, 'startRound');
    const running = play(player, '1', 2 * minuteMs);
    await vi.advanceTimersByTimeAsync(5000);
    // The clock moves on, and timers do not.
    vi.setSystemTime(noon + 75_000);
    await vi.advanceTimersByTimeAsync(2 * minuteMs);
    await running;
    // It was suspended while it waited for round 1.
    expect(tried.mock.calls.map(([, { startsAt }]) => startsAt).slice(0, 4)).toEqual([0, 7, 8, 9].map(round));
    expect(errors).toEqual([]);
  });

  it('does not report a round that was over when it woke', async () => {
    const { player, errors, reported } = createTestPlayer();
    vi.spyOn(player, 'startRound').mockRejectedValueOnce(new MutationError('Round 0 is over.', 'RoundOver'));
    await run(player, 0);
    expect(errors).toEqual([]);
    expect(reported).not.toContain(round(0));
  });
});

it('a movie is drawn before its round, or within 0.3 s for a round that is due', async () => {
  const { player } = createTestPlayer();
  const limits: number[] = [];
  const { nextMovie } = player;
  player.nextMovie = (recentIds, withinMs) => {
    limits.push(withinMs);
    return nextMovie(recentIds, withinMs);
  };
  await run(player, 4000);
  const [first, second, ...others] = limits;
  expect([first, second]).toEqual([300, 300]);
  for (const limit of others) expect(limit).toBeLessThanOrEqual(10_000);
  expect(others[0]).toBeGreaterThan(5000);
});

it('a round that another run has started is neither an error nor tried again', async () => {
  const { player, errors } = createTestPlayer();
  const startRound = vi
    .spyOn(player, 'startRound')
    .mockRejectedValue(new MutationError('Round 1 has already started.', 'RoundStarted'));
  await run(player, 0);
  expect(startRound).toHaveBeenCalledTimes(6);
  expect(errors).toEqual([]);
});

describe('settings of operators', () => {
  const startsOf = (played: Performance[]) => played.map(({ startsAt }) => startsAt - noon / 1000);
  const at = (ms: number, change: () => void) => void setTimeout(change, ms);

  it('pause the show at the next round, and continue it at the next boundary', async () => {
    const { player, played, settings, notDue, errors } = createTestPlayer();
    at(14_000, () => (settings.isPaused = true));
    at(37_000, () => (settings.isPaused = false));
    await run(player, 0);
    expect(startsOf(played)).toEqual([0, 10, 40, 50]);
    expect(played.at(-2)?.startedAt).toBe(40_000);
    expectAnnouncementsKept(played);
    expect(notDue).toEqual([20, 30]);
    expect(errors).toEqual([]);
  });

  it('that pause the show do not prolong a run', async () => {
    const { player, played, settings } = createTestPlayer();
    settings.isPaused = true;
    let endedAt = 0;
    const running = play(player, '1', playMs).then(() => (endedAt = Date.now() - noon));
    await vi.advanceTimersByTimeAsync(2 * playMs);
    await running;
    expect(played).toEqual([]);
    expect(endedAt).toBeLessThanOrEqual(playMs);
    expect(endedAt).toBeGreaterThan(playMs - 10_000);
  });

  it('may resume the show during a run that has seen no pause', async () => {
    const { player, played, settings } = createTestPlayer(earlier(-10));
    settings.isPaused = true;
    at(4000, () => (settings.isPaused = false));
    await run(player, 1000);
    expect(startsOf(played).slice(1, 3)).toEqual([10, 20]);
  });

  it('change the length of rounds from the end of the current one', async () => {
    const { player, played, settings, notDue } = createTestPlayer();
    at(3000, () => (settings.roundSeconds = 20));
    at(33_000, () => (settings.roundSeconds = 10));
    await run(player, 0);
    expect(startsOf(played)).toEqual([0, 10, 30, 50]);
    expect(played.map(({ startsAt, endsAt }) => endsAt - startsAt)).toEqual([10, 20, 20, 10]);
    expect(played.map(({ startedAt }) => startedAt).slice(1)).toEqual([10_000, 30_000, 50_000]);
    expect(notDue).toEqual([20, 40]);
  });

  it('let the next round start at the next boundary after the host has ended one', async () => {
    const { player, played, settings } = createTestPlayer();
    settings.roundSeconds = 30;
    at(11_000, () => {
      const current = played.at(-1);
      if (current) current.endsAt = round(1) + 1;
    });
    await run(player, 0);
    expect(startsOf(played)).toEqual([0, 20, 50]);
    expect(played.map(({ startedAt }) => startedAt).slice(1)).toEqual([20_000, 50_000]);
  });

  it('end a round even as it begins, and it does not start again', async () => {
    const { player, played } = createTestPlayer();
    at(10_100, () => {
      const current = played.at(-1);
      if (current) current.endsAt = current.startsAt;
    });
    await run(player, 0);
    expect(startsOf(played)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it('are read in time for a change that is made a second before a round', async () => {
    const { player, played, settings } = createTestPlayer();
    at(19_000, () => (settings.playlist = [{ id: '1', movie: movie('chosen') }]));
    await run(player, 0);
    expect(played.map(({ movie }) => movie.id).slice(0, 3)).toEqual(['movie-1', 'movie-2', 'chosen']);
  });

  it('that cannot be read are the last known ones, and no round is missing', async () => {
    const { player, played, settings, settingsErrors } = createTestPlayer();
    settings.playlist = [1, 2, 3].map((id) => ({ id: String(id), movie: movie(`chosen-${id}`) }));
    const { readSettings } = player;
    player.readSettings = async () => {
      if (Date.now() > noon + 5000 && Date.now() < noon + 25_000) throw new Error('down');
      return readSettings();
    };
    await run(player, 0);
    expect(startsOf(played)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(played.map(({ movie }) => movie.id).slice(0, 3)).toEqual(['chosen-1', 'chosen-2', 'chosen-3']);
    expect(settingsErrors[0]).toEqual(new Error('down'));
  });

  it('that were never read are the defaults', async () => {
    const { player, played } = createTestPlayer();
    player.readSettings = () => Promise.reject(new Error('down'));
    await run(player, 0);
    expect(startsOf(played)).toEqual([0, 10, 20, 30, 40, 50]);
  });
});

describe('a playlist', () => {
  const entries = (...ids: string[]) => ids.map((id) => ({ id: `entry-${id}`, movie: movie(id) }));
  const ids = (played: Performance[]) => played.map(({ movie }) => movie.id);

  it('plays in order, announces each next movie, and random ones follow', async () => {
    const { player, played, settings } = createTestPlayer();
    settings.playlist = entries('a', 'b', 'c');
    await run(player, 0);
    expect(ids(played)).toEqual(['a', 'b', 'c', 'movie-1', 'movie-2', 'movie-3']);
    expectAnnouncementsKept(played);
    expect(played.map(({ playlistEntry }) => playlistEntry)).toEqual([
      'entry-a',
      'entry-b',
      ...Array<string>(4).fill('entry-c'),
    ]);
  });

  it('repeats, and no movie is drawn', async () => {
    const { player, played, settings, draws } = createTestPlayer();
    settings.playlist = entries('a', 'b');
    settings.isPlaylistRepeating = true;
    await run(player, 0);
    expect(ids(played)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expectAnnouncementsKept(played);
    expect(draws).toEqual([]);
  });

  it('continues in the next run', async () => {
    const { player, played, settings } = createTestPlayer({ ...earlier(-1), playlistEntry: 'entry-b' });
    settings.playlist = entries('a', 'b', 'c', 'd');
    await run(player, 0, 25_000);
    expect(ids(played).slice(0, 4)).toEqual(['a', 'c', 'd', 'movie-1']);
  });

  it('continues after the first movie of a run', async () => {
    const { player, played, settings } = createTestPlayer({ ...earlier(-1), playlistEntry: 'entry-a' });
    settings.playlist = entries('a', 'b', 'c');
    const running = play(player, '1', minuteMs - 1, movie('first'));
    await vi.advanceTimersByTimeAsync(2 * minuteMs);
    await running;
    expect(ids(played).slice(1, 5)).toEqual(['first', 'b', 'c', 'movie-1']);
    expectAnnouncementsKept(played.slice(1));
  });

  it('is the same for a call that is repeated', async () => {
    const { player, played, settings } = createTestPlayer();
    settings.playlist = entries('a', 'b');
    const { startRound } = player;
    const calls = vi.spyOn(player, 'startRound').mockImplementationOnce(async (...args) => {
      await startRound(...args);
      settings.playlist = entries('x', 'y');
      settings.roundSeconds = 20;
      throw new Error('timeout');
    });
    await run(player, 0);
    expect(calls.mock.calls[1]).toEqual(calls.mock.calls[0]);
    expect(ids(played).slice(0, 3)).toEqual(['a', 'x', 'y']);
  });
});

describe('whatever operators change, and whenever,', () => {
  interface HostChange extends Partial<ShowSettings> {
    /** Ends the round that runs. */
    isEnd?: boolean;
  }
  type TimedChange = [atMs: number, change: HostChange];

  /** How long before a round, and after its start, a change may or may not be known. */
  const [beforeMs, afterMs] = [600, 1000];
  const lastMs = 100_000;
  const movies = ['a', 'b', 'c', 'd'].map(movie);
  const playlist = fc
    .array(fc.constantFrom(...movies), { maxLength: 3 })
    .map((chosen) => chosen.map((entry, index) => ({ id: `${entry.id}${index}`, movie: entry })));
  const change: fc.Arbitrary<HostChange> = fc.oneof(
    fc.constantFrom<HostChange>({ isPaused: true, isEnd: true }, { isPaused: false }, { isEnd: true }),
    fc.record({ roundSeconds: fc.constantFrom(10, 20, 30, 60) }),
    fc.record({ playlist, isPlaylistRepeating: fc.boolean() }),
  );
  const timedChanges = fc.array(fc.tuple(fc.nat(lastMs), change), { maxLength: 20 });

  async function playWith(changes: TimedChange[]) {
    const { player, played, settings } = createTestPlayer();
    const { startRound } = player;
    const lengths = new Map<number, number>();
    const history = [{ atMs: -Infinity, settings: { ...settings } }];
    // Copies, since a run knows that a round has ended only when it reads it again.
    const readRounds = async () => {
      await sleep(latencyMs);
      return played.toReversed().map((row) => ({ ...row }));
    };
    player.readLastRounds = readRounds;
    player.readLatestRound = async () => (await readRounds())[0];
    player.nextMovie = async (recentIds) => {
      await sleep(latencyMs);
      return pickMovie(movies, recentIds, () => 0);
    };
    player.startRound = async (id, started) => {
      await startRound(id, started);
      lengths.set(started.startsAt, started.roundSeconds);
    };
    for (const [atMs, { isEnd = false, ...changed }] of changes) {
      setTimeout(() => {
        Object.assign(settings, changed);
        history.push({ atMs, settings: { ...settings } });
        const current = played.at(-1);
        const now = Math.floor(Date.now() / 1000);
        if (isEnd && current && current.endsAt > now) current.endsAt = Math.max(now, current.startsAt);
      }, atMs);
    }
    await run(player, 0, 50_000);
    /** All settings that applied in a time, in milliseconds after noon. */
    const settingsIn = (fromMs: number, toMs: number) => {
      const first = history.findLastIndex(({ atMs }) => atMs < fromMs);
      return history.filter(({ atMs }, index) => index >= first && atMs <= toMs).map((known) => known.settings);
    };
    return { played, lengths, settingsIn };
  }

  async function check(changes: TimedChange[]) {
    const { played, lengths, settingsIn } = await playWith(changes);
    for (const [index, { startsAt, startedAt, movie: shown }] of played.entries()) {
      const before = played[index - 1];
      const dueMs = startsAt * 1000 - noon;
      expect(startsAt % 10).toBe(0);
      expect(startedAt - dueMs).toBeLessThan(300);
      if (before) expect(startsAt).toBeGreaterThanOrEqual(Math.max(before.endsAt, before.startsAt + 1));
      const known = settingsIn(dueMs - beforeMs, startedAt);
      const isAsSet = known.some((settings) => {
        const plan = planRound(settings, before).movie;
        const isPlanned = plan === random || plan.id === shown.id;
        return !settings.isPaused && settings.roundSeconds === lengths.get(startsAt) && isPlanned;
      });
      expect(isAsSet, `the round at ${dueMs} ms is as operators have set`).toBe(true);
      if (!before || before.movie.id !== shown.id) continue;
      // Only a playlist shows a movie twice in a row, or has announced it.
      const unannounced = { ...before, upcoming: movie('none') };
      const sinceBefore = settingsIn(before.startsAt * 1000 - noon - beforeMs, startedAt);
      expect(sinceBefore.map((settings) => planRound(settings, unannounced).movie)).toContainEqual(shown);
    }
    for (let dueMs = 0; dueMs <= lastMs; dueMs += 10_000) {
      if (changes.some(([atMs]) => atMs >= dueMs - beforeMs && atMs <= dueMs + afterMs)) continue;
      const second = (noon + dueMs) / 1000;
      const isRunning = played.some(({ startsAt, endsAt }) => startsAt < second && endsAt > second);
      const isPaused = settingsIn(dueMs, dueMs).at(-1)?.isPaused;
      const isStarted = played.some(({ startsAt }) => startsAt === second);
      expect(isStarted, `a round starts at ${dueMs} ms`).toBe(!isPaused && !isRunning);
    }
  }

  it('each round starts on time, after the one before, in no pause, with the length and the movie that are set', async () => {
    await fc.assert(
      fc.asyncProperty(timedChanges, async (changes) => {
        vi.setSystemTime(noon);
        await check(changes);
      }),
      { numRuns: 200, seed: 44 },
    );
  });
});
