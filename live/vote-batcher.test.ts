import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../amplify/limits';
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import { BackendError } from './backend-error';
import { countsOf, excessOf, greaterOf } from './counts';
import { memoryStore, type DeviceStore } from './device-store';
import { assignVotes } from './stored-votes';
import { VoteBatcher, type VoteBatcherOptions } from './vote-batcher';

const closesAtMs = 7500;
const endsAtMs = 10_000;
const holdMs = 2000;
const endSpreadMs = 300;
const lastMs = endsAtMs + limits.graceSeconds * 1000;

interface TestOptions extends Partial<Omit<VoteBatcherOptions, 'send'>> {
  send?: (votes: Counts) => Counts | Promise<Counts>;
}

function open({ send = (votes) => votes, ...options }: TestOptions = {}) {
  const sent: Counts[] = [];
  const accepted: Counts[] = [];
  const refused: Counts[] = [];
  /** When a call failed that will be repeated. */
  const delayed: number[] = [];
  const batcher = new VoteBatcher({
    roundId: '0',
    closesAtMs,
    endsAtMs,
    storage: memoryStore(),
    now: Date.now,
    pace: () => ({ holdMs, endSpreadMs }),
    random: () => 0.5,
    schedule: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    onAccepted: (votes) => accepted.push(votes),
    onDelayed: () => delayed.push(Date.now()),
    onRefused: (votes) => refused.push(votes),
    ...options,
    send: async (votes) => {
      sent.push(votes);
      return await send(votes);
    },
  });
  const click = (category: Category, times = 1) => {
    for (let time = 0; time < times; time += 1) batcher.vote(category);
  };
  return { batcher, click, sent, accepted, refused, delayed };
}

function sumOf(a: Counts, b: Counts): Counts {
  const sum = countsOf(a);
  for (const category of categories) sum[category] += b[category];
  return sum;
}

const votes = (counts: Partial<Counts>): Counts => ({ ...noVotes, ...counts });

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a batch of votes', () => {
  it('sends five quick clicks as two calls, with one and with five', async () => {
    const { click, sent } = open();
    click('love', 5);
    expect(sent).toEqual([votes({ love: 1 })]);
    await vi.advanceTimersByTimeAsync(holdMs);
    expect(sent).toEqual([votes({ love: 1 }), votes({ love: 5 })]);
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(2);
  });

  it('sends the first vote of every category at once, with the totals of all', async () => {
    const { click, sent } = open();
    click('love', 3);
    await vi.advanceTimersByTimeAsync(0);
    click('hate');
    expect(sent).toEqual([votes({ love: 1 }), votes({ love: 3, hate: 1 })]);
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(2);
  });

  it('sends one call at a time, and one after it for all votes cast in the meantime', async () => {
    let respond: (counts: Counts) => void = () => undefined;
    const { click, sent } = open({ send: () => new Promise((resolve) => (respond = resolve)) });
    click('love');
    click('like');
    click('meh');
    expect(sent).toEqual([votes({ love: 1 })]);
    respond(votes({ love: 1 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([votes({ love: 1 }), votes({ love: 1, like: 1, meh: 1 })]);
  });

  it('sends held votes soon after the close of voting, while the round still runs', async () => {
    const { click, sent } = open();
    click('love');
    await vi.advanceTimersByTimeAsync(closesAtMs - 500);
    click('love');
    await vi.advanceTimersByTimeAsync(499);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1 + endSpreadMs);
    expect(sent).toEqual([votes({ love: 1 }), votes({ love: 2 })]);
  });

  it('holds votes for longer in a large audience, as soon as its size is known', async () => {
    let voters = 10;
    const { click, sent } = open({ pace: () => ({ holdMs: voters < 1000 ? holdMs : 2 * holdMs, endSpreadMs }) });
    click('love', 2);
    await vi.advanceTimersByTimeAsync(holdMs);
    expect(sent).toHaveLength(2);
    voters = 100_000;
    click('love');
    await vi.advanceTimersByTimeAsync(2 * holdMs - 1);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(3);
  });

  it.each([
    [0, 0.75 * holdMs],
    [1, 1.25 * holdMs],
  ])('holds votes for a time that depends on chance: %d', async (chance, untilMs) => {
    const { click, sent } = open({ random: () => chance });
    click('love', 2);
    await vi.advanceTimersByTimeAsync(untilMs - 1);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(2);
  });

  it('holds votes that are cast during a call for as long as others', async () => {
    const { click, sent } = open({
      send: (counts) => new Promise((resolve) => setTimeout(() => resolve(counts), 100)),
    });
    click('love', 2);
    await vi.advanceTimersByTimeAsync(holdMs - 1);
    expect(sent).toEqual([votes({ love: 1 })]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([votes({ love: 1 }), votes({ love: 2 })]);
  });

  it('leaves time to send the last votes again, however large the audience is', async () => {
    let failures = 1;
    const { click, sent, accepted, refused } = open({
      pace: () => ({ holdMs: 60_000, endSpreadMs: 60_000 }),
      random: () => 0.999_999,
      send: async (counts) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (counts.love > 1 && failures-- > 0) throw new TypeError('Failed to fetch');
        return counts;
      },
    });
    click('love', 2);
    await vi.advanceTimersByTimeAsync(closesAtMs);
    expect(sent).toHaveLength(1);
    await vi.runAllTimersAsync();
    expect(Date.now()).toBeLessThan(lastMs);
    expect(accepted.at(-1)).toEqual(votes({ love: 2 }));
    expect(refused).toEqual([]);
  });

  it('sends held votes when the page is hidden', async () => {
    const { batcher, click, sent } = open();
    click('love', 2);
    await vi.advanceTimersByTimeAsync(0);
    batcher.flush();
    expect(sent).toEqual([votes({ love: 1 }), votes({ love: 2 })]);
    batcher.flush();
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(2);
  });
});

describe('a round accepts votes', () => {
  it('until its end', () => {
    const { batcher } = open();
    vi.setSystemTime(closesAtMs - 1);
    expect(batcher.vote('love')).toBe(true);
    vi.setSystemTime(closesAtMs);
    expect(batcher.vote('love')).toBe(false);
  });

  it('until the limit of a category', () => {
    const { batcher, click } = open();
    click('love', limits.maxVotesPerCategory);
    expect(batcher.vote('love')).toBe(false);
    expect(batcher.vote('like')).toBe(true);
    expect(batcher.votes.love).toBe(limits.maxVotesPerCategory);
  });
});

describe('a call that fails', () => {
  it('is retried until it succeeds', async () => {
    let isDown = true;
    const { click, sent, accepted, refused, delayed } = open({
      send: (counts) => {
        if (isDown) throw new TypeError('Failed to fetch');
        return counts;
      },
    });
    click('love', 3);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent.length).toBeGreaterThan(2);
    expect(delayed).toHaveLength(sent.length);
    isDown = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(accepted).toEqual([votes({ love: 3 })]);
    expect(refused).toEqual([]);
  });

  it('is not retried sooner because of more clicks', async () => {
    const { click, sent } = open({ send: () => Promise.reject(new Error('down')) });
    click('love');
    await vi.advanceTimersByTimeAsync(0);
    for (const category of categories) click(category, 5);
    expect(sent).toHaveLength(1);
  });

  it('is retried at once when the network is back', async () => {
    const { batcher, click, sent } = open({ send: () => Promise.reject(new Error('down')) });
    click('love');
    await vi.advanceTimersByTimeAsync(0);
    batcher.flush();
    expect(sent).toHaveLength(2);
  });

  it('is retried after a timeout', async () => {
    const { click, sent } = open({ send: () => new Promise(() => undefined) });
    click('love');
    await vi.advanceTimersByTimeAsync(6000);
    expect(sent).toHaveLength(2);
  });

  it('gives up its votes when the grace period is over', async () => {
    const { batcher, click, refused } = open({ send: () => Promise.reject(new Error('down')) });
    click('love', 2);
    await vi.advanceTimersByTimeAsync(lastMs + 1);
    expect(refused).toEqual([votes({ love: 2 })]);
    expect(batcher.vote('love')).toBe(false);
    await vi.runAllTimersAsync();
    expect(refused).toHaveLength(1);
  });

  it('gives up only votes that were not accepted', async () => {
    let isOver = false;
    const { click, refused } = open({
      send: (counts) => {
        if (isOver) throw new BackendError('RoundOver', 'This round is over.');
        return counts;
      },
    });
    click('love');
    await vi.advanceTimersByTimeAsync(0);
    isOver = true;
    click('love', 4);
    await vi.runAllTimersAsync();
    expect(refused).toEqual([votes({ love: 4 })]);
  });

  it('is not retried after close', async () => {
    const { batcher, click, sent, refused } = open({ send: () => Promise.reject(new Error('down')) });
    click('love');
    batcher.close();
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(1);
    expect(refused).toEqual([]);
  });
});

describe('stored votes', () => {
  it('are sent again after a reload', async () => {
    const storage = memoryStore();
    const before = open({ storage });
    before.click('love', 5);
    before.batcher.close();

    const after = open({ storage });
    expect(after.sent).toEqual([votes({ love: 5 })]);
    await vi.advanceTimersByTimeAsync(0);
    after.click('love');
    await vi.runAllTimersAsync();
    expect(after.sent).toEqual([votes({ love: 5 }), votes({ love: 6 })]);
  });

  it('are shared by two pages of a guest without losing any', async () => {
    const storage = memoryStore();
    const [one, other] = [open({ storage }), open({ storage })];
    one.click('love', 2);
    other.click('love', 3);
    one.click('hate');
    await vi.runAllTimersAsync();
    expect(one.sent.concat(other.sent).reduce(greaterOf)).toEqual(votes({ love: 5, hate: 1 }));
  });

  it('start at zero in another round', () => {
    const storage = memoryStore();
    open({ storage }).click('love', 5);
    expect(open({ storage, roundId: '10' }).batcher.votes).toEqual(noVotes);
  });
});

describe('votes of another guest identity', () => {
  /** Sends votes as this guest. */
  const as = (guest: string, storage: DeviceStore) => (counts: Counts) => {
    assignVotes(storage, '0', guest);
    return counts;
  };

  it('are not sent again, which would count them twice', async () => {
    const storage = memoryStore();
    let guest = 'one';
    const { batcher, click, accepted, refused } = open({ storage, send: (counts) => as(guest, storage)(counts) });
    click('love', 3);
    await vi.advanceTimersByTimeAsync(holdMs);
    guest = 'another';
    click('love', 2);
    await vi.advanceTimersByTimeAsync(holdMs);
    expect(accepted).toEqual([votes({ love: 1 }), votes({ love: 3 })]);
    expect(refused).toEqual([votes({ love: 2 })]);
    expect(batcher.vote('hate')).toBe(false);
  });

  it('are given up after a reload if they were not accepted', async () => {
    const storage = memoryStore();
    const before = open({ storage, send: as('one', storage) });
    before.click('love', 2);
    await vi.advanceTimersByTimeAsync(holdMs);
    before.click('love', 4);
    before.batcher.close();

    const after = open({ storage, send: as('another', storage) });
    await vi.advanceTimersByTimeAsync(0);
    expect(after.accepted).toEqual([]);
    expect(after.refused).toEqual([votes({ love: 4 })]);
  });

  it('do not prevent votes in the next round', async () => {
    const storage = memoryStore();
    const first = open({ storage, send: as('one', storage) });
    first.click('love');
    await vi.advanceTimersByTimeAsync(0);
    first.batcher.close();
    const send = (counts: Counts) => {
      assignVotes(storage, '10', 'another');
      return counts;
    };
    const next = open({ storage, send, roundId: '10' });
    next.click('love');
    await vi.advanceTimersByTimeAsync(0);
    expect(next.accepted).toEqual([votes({ love: 1 })]);
  });
});

describe('the server', () => {
  /** Accepts totals only if no category decreases, and returns the stored ones. */
  function fakeServer() {
    let stored = noVotes;
    return {
      stored: () => stored,
      cast: (counts: Counts): Counts => {
        if (categories.every((category) => counts[category] >= stored[category])) stored = counts;
        return stored;
      },
    };
  }

  it('can return more votes than this page has cast', async () => {
    const server = fakeServer();
    server.cast(votes({ love: 3 }));
    const { batcher, click } = open({ send: (counts) => server.cast(counts) });
    click('like');
    await vi.runAllTimersAsync();
    expect(batcher.votes).toEqual(votes({ love: 3, like: 1 }));
    expect(server.stored()).toEqual(votes({ love: 3, like: 1 }));
  });

  const step = fc.oneof(
    fc.record({ kind: fc.constant('vote' as const), category: fc.constantFrom(...categories) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(900) }),
    fc.record({ kind: fc.constantFrom('flush' as const, 'reload' as const) }),
  );
  /** The fate of a call: it succeeds, its request is lost, or only its response is lost. */
  const fate = fc.constantFrom('success', 'requestLost', 'responseLost');

  it('has every vote at the end, whichever calls fail and however often the page is reloaded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.array(fate, { maxLength: 10 }), async (steps, fates) => {
        vi.setSystemTime(0);
        const server = fakeServer();
        const storage = memoryStore();
        const remaining = [...fates];
        const send = (counts: Counts) => {
          const next = remaining.shift() ?? 'success';
          if (next === 'requestLost') throw new TypeError('Failed to fetch');
          const answer = server.cast(counts);
          if (next === 'responseLost') throw new TypeError('Failed to fetch');
          return answer;
        };
        // The round is long enough for all failures to be over before its end.
        const openPage = () => open({ storage, send, closesAtMs: 100_000, endsAtMs: 100_000 });

        let page = openPage();
        let cast = noVotes;
        for (const each of steps) {
          if (each.kind === 'vote') {
            page.batcher.vote(each.category);
            cast = { ...cast, [each.category]: cast[each.category] + 1 };
          } else if (each.kind === 'wait') {
            await vi.advanceTimersByTimeAsync(each.ms);
          } else if (each.kind === 'flush') {
            page.batcher.flush();
          } else {
            page.batcher.close();
            page = openPage();
          }
          expect(greaterOf(server.stored(), cast)).toEqual(cast);
        }
        await vi.runAllTimersAsync();
        expect(server.stored()).toEqual(cast);
        expect(page.refused).toEqual([]);
        page.batcher.close();
      }),
    );
  });

  const guestStep = fc.oneof(step, fc.record({ kind: fc.constant('forget' as const) }));

  it('counts no vote twice, and no page shows an uncounted vote, whenever the guest identity changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(guestStep, { maxLength: 20 }),
        fc.array(fate, { maxLength: 10 }),
        async (steps, fates) => {
          vi.setSystemTime(0);
          let guest = 0;
          const servers = [fakeServer()];
          const counted = () => servers.map(({ stored }) => stored()).reduce(sumOf);
          const storage = memoryStore();
          const remaining = [...fates];
          const send = (counts: Counts) => {
            assignVotes(storage, '0', String(guest));
            const next = remaining.shift() ?? 'success';
            if (next === 'requestLost') throw new TypeError('Failed to fetch');
            const answer = servers[guest]?.cast(counts) ?? noVotes;
            if (next === 'responseLost') throw new TypeError('Failed to fetch');
            return answer;
          };
          const openPage = () => open({ storage, send, closesAtMs: 100_000, endsAtMs: 100_000 });

          let page = openPage();
          let cast = noVotes;
          for (const each of steps) {
            if (each.kind === 'vote') {
              if (page.batcher.vote(each.category)) cast = { ...cast, [each.category]: cast[each.category] + 1 };
            } else if (each.kind === 'wait') {
              await vi.advanceTimersByTimeAsync(each.ms);
            } else if (each.kind === 'flush') {
              page.batcher.flush();
            } else if (each.kind === 'forget') {
              guest += 1;
              servers.push(fakeServer());
            } else {
              page.batcher.close();
              page = openPage();
            }
            expect(greaterOf(counted(), cast)).toEqual(cast);
          }
          await vi.runAllTimersAsync();
          const shown = page.refused.reduce(excessOf, page.batcher.votes);
          expect(excessOf(shown, counted())).toEqual(noVotes);
          page.batcher.close();
        },
      ),
    );
  });
});

describe('an early end of the round', () => {
  it('closes voting, and sends held votes within the grace period', async () => {
    const { batcher, click, sent } = open();
    click('love');
    await vi.advanceTimersByTimeAsync(100);
    click('love');
    await vi.advanceTimersByTimeAsync(900);
    batcher.end(400, 400);
    click('love');
    await vi.advanceTimersByTimeAsync(endSpreadMs);
    expect(sent).toEqual([votes({ love: 1 }), votes({ love: 2 })]);
  });

  it('leaves no time to spread votes if the page learns of it late', async () => {
    const { batcher, click, sent } = open();
    click('love');
    await vi.advanceTimersByTimeAsync(100);
    click('love');
    await vi.advanceTimersByTimeAsync(1500);
    batcher.end(200, 200);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.at(-1)).toEqual(votes({ love: 2 }));
  });

  it('refuses what is held after the grace period', async () => {
    const { batcher, click, refused } = open({ pace: () => ({ holdMs: 5000, endSpreadMs }) });
    click('love');
    await vi.advanceTimersByTimeAsync(100);
    click('love');
    await vi.advanceTimersByTimeAsync(2900);
    batcher.end(200, 200);
    await vi.advanceTimersByTimeAsync(1);
    expect(refused).toEqual([votes({ love: 1 })]);
  });
});
