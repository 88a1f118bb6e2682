/** Tumbling windows of an event source mapping. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventSourceMapping as Mapping } from '../cloudformation/deployment';
import { onlyShard } from '../dynamodb/shards.fixture';
import { TableStream } from '../dynamodb/table-stream';
import { recordingLog } from '../recording-log.fixture';
import { EventSourceMapping } from './event-source-mapping';
import { anyMapping, numberOf, sleep } from './mapping.fixture';
import type { StreamEvent } from './tumbling-window';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:05Z') }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const advanceSeconds = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

type Handler = (event: StreamEvent) => unknown;

/** Counts the records of a window. */
const count: Handler = ({ state, Records }) => ({ state: { votes: Number(state?.votes ?? 0) + Records.length } });

/** A mapping with a window of a minute to a stream of one shard. */
function map(handler: Handler = count, options: Partial<Mapping> = {}) {
  const stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region: 'eu-west-1', shardCount: 1 });
  const events: StreamEvent[] = [];
  const log = recordingLog();
  const start = (changed: Partial<Mapping> = {}) => {
    const mapping = new EventSourceMapping({
      mapping: { ...anyMapping, tumblingWindowSeconds: 60, ...options, ...changed },
      stream,
      log,
      sleep,
      invoke: async (_, event) => {
        events.push(event);
        return Promise.resolve(handler(event));
      },
    });
    mapping.start();
    return mapping;
  };
  let last = 0;
  const append = (count = 1) => {
    for (let index = 0; index < count; index++) {
      const keys = { id: { N: String(++last) } };
      stream.append({ keys, oldImage: undefined, newImage: keys });
    }
  };
  /** The events in short. */
  const received = () =>
    events.map(({ Records, state, window, isFinalInvokeForWindow }) => [
      window?.start.slice(14, 19),
      Records.map(numberOf),
      state,
      ...(isFinalInvokeForWindow ? ['final'] : []),
    ]);
  return { stream, start, events, received, append, log };
}

describe('a tumbling window', () => {
  it('gives the function its bounds, its shard and its state', async () => {
    const { start, stream, events, append } = map();
    const mapping = start();
    append();
    await settle();
    expect(events).toEqual([
      {
        Records: [expect.objectContaining({ eventName: 'INSERT' })],
        window: { start: '2026-03-01T12:00:00Z', end: '2026-03-01T12:01:00Z' },
        state: {},
        shardId: onlyShard(stream).id,
        eventSourceARN: 'the stream',
        isFinalInvokeForWindow: false,
        isWindowTerminatedEarly: false,
      },
    ]);
    await mapping.close();
  });

  it('has the state of the last invocation, and ends with an invocation without records', async () => {
    const { start, received, append } = map();
    const mapping = start();
    append(2);
    await settle();
    append(3);
    await advanceSeconds(54.9);
    expect(received()).toEqual([
      ['00:00', [1, 2], {}],
      ['00:00', [3, 4, 5], { votes: 2 }],
    ]);
    await advanceSeconds(0.2);
    expect(received().slice(2)).toEqual([['00:00', [], { votes: 5 }, 'final']]);
    append();
    await settle();
    expect(received().at(-1)).toEqual(['01:00', [6], {}]);
    await mapping.close();
  });

  it('without records has no invocation', async () => {
    const { start, received, append } = map();
    const mapping = start();
    append();
    await advanceSeconds(600);
    expect(received()).toHaveLength(2);
    await mapping.close();
  });

  it('ends before the records of the next one, and a batch has records of one window', async () => {
    const { start, received, append } = map();
    append(2);
    await advanceSeconds(60);
    append(2);
    const mapping = start();
    await settle();
    expect(received()).toEqual([
      ['00:00', [1, 2], {}],
      ['00:00', [], { votes: 2 }, 'final'],
      ['01:00', [3, 4], {}],
    ]);
    await mapping.close();
  });

  it('continues after a restart of the mapping', async () => {
    const { start, received, append } = map();
    append(2);
    await start().close();
    append(1);
    const mapping = start();
    await advanceSeconds(60);
    expect(received()).toEqual([
      ['00:00', [1, 2], {}],
      ['00:00', [3], { votes: 2 }],
      ['00:00', [], { votes: 3 }, 'final'],
    ]);
    await mapping.close();
  });

  it('ends when its shard is split; the children start with fresh states', async () => {
    const { start, stream, received, append, events } = map();
    const mapping = start();
    append(2);
    await settle();
    const parent = onlyShard(stream).id;
    stream.split(parent);
    append(20);
    await settle();
    expect(received().slice(0, 2)).toEqual([
      ['00:00', [1, 2], {}],
      ['00:00', [], { votes: 2 }, 'final'],
    ]);
    expect(
      received()
        .slice(2)
        .map(([, , state]) => state),
    ).toEqual([{}, {}]);
    expect(new Set(events.slice(2).map(({ shardId }) => shardId)).size).toBe(2);
    await mapping.close();
  });

  it('ends when the mapping is closed after a split, so that the records of the children are delivered', async () => {
    const { start, stream, received, append } = map();
    const mapping = start();
    append(2);
    stream.split(onlyShard(stream).id);
    append(4);
    await mapping.close();
    expect(received()[1]).toEqual(['00:00', [], { votes: 2 }, 'final']);
    expect(
      received()
        .flatMap(([, numbers]) => numbers)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is dropped if the mapping no longer has windows', async () => {
    const { start, stream, append, events } = map();
    append();
    await start().close();
    expect(onlyShard(stream).window).toBeDefined();
    const plain = start({ tumblingWindowSeconds: 0 });
    append();
    await advanceSeconds(120);
    expect(events.slice(1)).toEqual([{ Records: [expect.anything()] }]);
    await plain.close();
  });

  it('of another length ends before the next batch, even if the last attempt failed', async () => {
    let isFailing = false;
    const { start, received, append } = map((event) => (isFailing ? undefined : count(event)));
    append();
    await start().close();
    isFailing = true;
    append();
    await start().close();
    isFailing = false;
    const mapping = start({ tumblingWindowSeconds: 900 });
    await settle();
    expect(received().slice(2)).toEqual([
      ['00:00', [], { votes: 1 }, 'final'],
      ['00:00', [2], {}],
    ]);
    await mapping.close();
  });
});

describe('the state', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an object without it', { batchItemFailures: [] }],
    ['text', '{"state":{}}'],
    ['a state that is not an object', { state: 1 }],
    ['a list as the state', { state: [] }],
  ])('is required: a function that returns %s fails', async (_, response) => {
    let isFailing = true;
    const { start, received, append, log } = map((event) => (isFailing ? response : count(event)));
    const mapping = start();
    append();
    await advanceSeconds(1);
    expect(new Set(received().map((event) => JSON.stringify(event)))).toEqual(new Set(['["00:00",[1],{}]']));
    expect(log.lines.at(-1)).toContain('will be retried');
    isFailing = false;
    await advanceSeconds(60);
    expect(received().at(-1)).toEqual(['00:00', [], { votes: 1 }, 'final']);
    await mapping.close();
  });

  it('of a failed invocation is that before', async () => {
    let isFailing = false;
    const { start, received, append } = map((event) => (isFailing ? undefined : count(event)));
    const mapping = start();
    append();
    await settle();
    isFailing = true;
    append();
    await advanceSeconds(0.5);
    isFailing = false;
    await advanceSeconds(60);
    expect(new Set(received().map((event) => JSON.stringify(event)))).toEqual(
      new Set(['["00:00",[1],{}]', '["00:00",[2],{"votes":1}]', '["00:00",[],{"votes":2},"final"]']),
    );
    await mapping.close();
  });

  it('above 1 MB terminates the window early: the window continues with a fresh state', async () => {
    const isLarge = (state: unknown) => JSON.stringify(state).length > 1024 * 1024;
    const { start, events, append } = map(({ Records }) => ({
      state: { text: 'x'.repeat(Records.length === 2 ? 1024 * 1024 : 10) },
    }));
    const mapping = start();
    append(2);
    await settle();
    append(1);
    await advanceSeconds(60);
    const short = events.map((event) => [
      event.Records.length,
      isLarge(event.state),
      event.isWindowTerminatedEarly,
      event.isFinalInvokeForWindow,
    ]);
    expect(short).toEqual([
      [2, false, false, false],
      [0, true, true, false],
      [1, false, false, false],
      [0, false, false, true],
    ]);
    expect(events[2]?.state).toEqual({});
    expect(new Set(events.map(({ window }) => window?.start)).size).toBe(1);
    await mapping.close();
  });
});

describe('the end of a window that fails', () => {
  const failAtEnd: Handler = (event) => {
    if (event.isFinalInvokeForWindow) throw new Error('no table');
    return count(event);
  };

  it('is repeated, before later records', async () => {
    let isFailing = true;
    const { start, received, append } = map((event) => (isFailing ? failAtEnd(event) : count(event)));
    const mapping = start();
    append();
    await advanceSeconds(56);
    append();
    await advanceSeconds(5);
    expect(received().filter((event) => event[3] === 'final').length).toBeGreaterThan(2);
    expect(received().flatMap(([, numbers]) => numbers)).toEqual([1]);
    isFailing = false;
    await advanceSeconds(10);
    expect(received().at(-1)).toEqual(['01:00', [2], {}]);
    await mapping.close();
  });

  it.each<[string, Partial<Mapping>]>([
    ['no retries are left', { maximumRetryAttempts: 2 }],
    ['it is too old', { maximumRecordAgeSeconds: 10 }],
  ])('is given up when %s', async (_, options) => {
    const { start, received, append, log } = map(failAtEnd, options);
    const mapping = start();
    append();
    await advanceSeconds(100);
    append();
    await settle();
    expect(received().at(-1)).toEqual(['01:00', [2], {}]);
    expect(log.lines.some((line) => line.includes('dropped'))).toBe(true);
    await mapping.close();
  });

  it('is repeated after the next start if the mapping is closed', async () => {
    let isFailing = true;
    const { start, received, append } = map((event) => (isFailing ? failAtEnd(event) : count(event)));
    const mapping = start();
    append();
    await advanceSeconds(56);
    append();
    await mapping.close();
    isFailing = false;
    const before = received().length;
    const next = start();
    await settle();
    expect(received().slice(before)).toEqual([
      ['00:00', [], { votes: 1 }, 'final'],
      ['01:00', [2], {}],
    ]);
    await next.close();
  });
});
