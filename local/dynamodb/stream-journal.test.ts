import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from './item';
import { recordingLog } from '../recording-log.fixture';
import { onlyShard, recordsOf } from './shards.fixture';
import type { StreamShard } from './stream-shard';
import { TableStream } from './table-stream';
import { region } from './tables.fixture';

const folder = mkdtempSync(path.join(tmpdir(), 'streams-'));
let files = 0;
let file: string;
const opened: TableStream[] = [];

beforeEach(() => void (file = path.join(folder, `${files++}.jsonl`)));
afterEach(() => opened.splice(0).forEach((stream) => stream.close()));
afterAll(() => rmSync(folder, { recursive: true }));

const log = recordingLog();
/** Opens the file as after a crash, without closing the previous stream. */
function open(shardCount = 1): TableStream {
  const stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region, file, shardCount, log });
  opened.push(stream);
  return stream;
}

const keysOf = (id: string): Item => ({ id: { S: id } });
const item = (id: string, love: number): Item => ({ id: { S: id }, love: { N: String(love) } });
function append(stream: TableStream, id: string, love = 1): void {
  stream.begin(keysOf(id), undefined);
  stream.append({ keys: keysOf(id), oldImage: undefined, newImage: item(id, love) });
}
const idsOf = (records: { dynamodb: { Keys: Record<string, unknown> } }[]) =>
  records.map(({ dynamodb }) => (dynamodb.Keys as Item).id?.S);

describe('a stream in a file', () => {
  it('has all records with their event ids after a crash, and continues at its position', () => {
    const before = open();
    for (const id of ['a', 'b', 'c']) append(before, id);
    onlyShard(before).takeBatch(1);
    onlyShard(before).finishBatch();
    const after = open();
    expect(onlyShard(after).readerPosition).toBe(1);
    expect(onlyShard(after).endPosition).toBe(3);
    expect(onlyShard(after).read(1, 10)).toEqual(onlyShard(before).read(1, 10));
  });

  it('delivers an unfinished batch with the same records, even if more have come', () => {
    const before = open();
    for (const id of ['a', 'b']) append(before, id);
    const batch = onlyShard(before).takeBatch(10);
    append(before, 'c');
    const after = open();
    expect(onlyShard(after).takeBatch(10)).toEqual(batch);
    onlyShard(after).finishBatch();
    expect(idsOf(onlyShard(after).takeBatch(10))).toEqual(['c']);
  });

  it('has the writes with an unknown outcome, and no others', () => {
    const before = open();
    append(before, 'a');
    before.begin(keysOf('a'), item('a', 1));
    before.begin(keysOf('b'), undefined);
    append(before, 'c');
    expect(open().pendingWrites).toEqual([
      { keys: keysOf('a'), image: item('a', 1) },
      { keys: keysOf('b'), image: undefined },
    ]);
  });

  it('removes an incomplete last line, logs it, and continues after the last complete one', () => {
    const before = open();
    append(before, 'a');
    append(before, 'b');
    const size = statSync(file).size;
    truncateSync(file, size - 10);
    expect(idsOf(recordsOf(open()))).toEqual(['a']);
    expect(log.lines.at(-1)).toContain('incomplete');
    append(open(), 'c');
    expect(idsOf(recordsOf(open()))).toEqual(['a', 'c']);
  });

  it.each([
    ['nonsense', 'nonsense\n'],
    ['half a character', Buffer.from([0xe2, 0x82])],
    ['zeros', Buffer.alloc(100)],
  ])('ignores %s at its end', (_, trash) => {
    append(open(), 'a');
    appendFileSync(file, trash);
    expect(idsOf(recordsOf(open()))).toEqual(['a']);
    append(open(), 'b');
    expect(idsOf(recordsOf(open()))).toEqual(['a', 'b']);
  });

  it('starts empty if the file is unusable', () => {
    writeFileSync(file, 'not a stream');
    const stream = open();
    expect([onlyShard(stream).endPosition, stream.pendingWrites]).toEqual([0, []]);
  });

  it('does not grow with finished records', () => {
    const stream = open();
    const padding = 'x'.repeat(100_000);
    let largest = 0;
    for (let index = 0; index < 200; index++) {
      append(stream, `${padding}${index}`);
      onlyShard(stream).takeBatch(10);
      onlyShard(stream).finishBatch();
      largest = Math.max(largest, statSync(file).size);
    }
    append(stream, 'last');
    stream.begin(keysOf('begun'), undefined);
    expect(largest).toBeLessThan(6_000_000);
    const after = open();
    expect(onlyShard(after).readerPosition).toBe(200);
    expect(idsOf(onlyShard(after).takeBatch(10))).toEqual(['last']);
    expect(after.pendingWrites).toEqual([{ keys: keysOf('begun'), image: undefined }]);
  });

  it('has an earlier state after a crash at any byte', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const kind = fc.constantFrom('append', 'append', 'begin', 'take', 'finish', 'window', 'split');
    const step = fc.record({ kind, id, shard: fc.nat(4) });
    const cutAt = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(2), fc.array(step, { maxLength: 25 }), cutAt, (otherShards, steps, cut) => {
        file = path.join(folder, `${files++}.jsonl`);
        const stream = open(1 + otherShards);
        /** What a reader can observe. */
        const stateOf = (of: TableStream) =>
          JSON.stringify([
            of.pendingWrites.length,
            ...of.shards
              .filter((shard) => shard.unreadRecords > 0 || shard.window)
              .map((shard) => [
                shard.id,
                shard.isClosed,
                shard.readerPosition,
                shard.read(shard.readerPosition, 100).records,
                shard.content.batch,
                shard.window,
              ]),
          ]);
        const moments = new Set([stateOf(stream)]);
        steps.forEach(({ kind, id, shard: index }, love) => {
          const shard = stream.shards[index % stream.shards.length];
          if (kind === 'begin') stream.begin(keysOf(id), undefined);
          if (kind === 'take') shard?.takeBatch(2);
          if (kind === 'finish') shard?.finishBatch();
          if (kind === 'window') shard?.finishBatch({ start: 0, end: 60, state: { love } });
          if (kind === 'split' && shard && !shard.isClosed) stream.split(shard.id);
          if (kind === 'append') {
            stream.begin(keysOf(id), undefined);
            moments.add(stateOf(stream));
            stream.append({ keys: keysOf(id), oldImage: undefined, newImage: item(id, love) });
          }
          moments.add(stateOf(stream));
        });
        truncateSync(file, Math.floor(statSync(file).size * cut));
        expect(moments).toContain(stateOf(open(1 + otherShards)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the shards of a stream in a file', () => {
  const idOf = ({ id }: { id: string }) => id;
  const readToEnd = (shard: StreamShard): (string | undefined)[] => {
    const ids = idsOf(shard.takeBatch(Infinity)).map(String);
    shard.finishBatch();
    return ids;
  };
  /** Reads all shards as a mapping does, and returns the ids in groups that are read one after another. */
  function readInOrder(stream: TableStream): string[] {
    const groups: string[] = [];
    for (let shards = stream.readableShards; ; shards = stream.readableShards) {
      const group = shards.flatMap(readToEnd);
      if (group.length === 0 && shards.every(({ isClosed }) => !isClosed)) return groups;
      if (group.length > 0) groups.push(group.sort().join(' '));
    }
  }

  it('are the same after a crash, with their batches', () => {
    const before = open(4);
    for (const id of 'abcdefgh') append(before, id);
    before.shards[1]?.takeBatch(1);
    before.shards[2]?.takeBatch(10);
    before.shards[2]?.finishBatch();
    append(before, 'i');
    const after = open(4);
    expect(after.shards.map(({ content }) => content)).toEqual(before.shards.map(({ content }) => content));
  });

  it('continue to be split after a crash', () => {
    const before = open(1);
    append(before, 'a');
    const children = before.split(onlyShard(before).id);
    for (const id of 'bcdef') append(before, id);
    const after = open(1);
    expect(after.shards.map(idOf)).toEqual(before.shards.map(idOf));
    expect(readInOrder(after)).toEqual(['a', 'b c d e f']);
    expect(open(1).shards.map(idOf)).toEqual(children);
  });

  it('keep the state of a window until it ends', () => {
    const window = { start: 1_700_000_000, end: 1_700_000_060, state: { votes: 3 } };
    const before = open(1);
    append(before, 'a');
    onlyShard(before).takeBatch(1);
    onlyShard(before).finishBatch(window);
    append(before, 'b');
    onlyShard(open(1)).takeBatch(1);
    const after = onlyShard(open(1));
    expect(after.window).toEqual(window);
    after.endWindow();
    expect(onlyShard(open(1)).window).toBeUndefined();
    expect(idsOf(onlyShard(open(1)).takeBatch(10))).toEqual(['b']);
  });

  it.each([
    [4, 2],
    [2, 4],
    [1, 64],
    [64, 1],
  ])('are drained before others if their number changes from %i to %i', (from, to) => {
    const before = open(from);
    for (const id of 'abcdefgh') append(before, id);
    const after = open(to);
    for (const id of 'ijkl') append(after, id);
    expect(after.shards.filter(({ isClosed }) => !isClosed)).toHaveLength(to);
    expect(readInOrder(after)).toEqual(['a b c d e f g h', 'i j k l']);
    expect(open(to).shards.map(idOf)).toEqual(after.shards.map(idOf));
    expect(after.shards).toHaveLength(to);
  });

  it('stay the same if a crash comes before the first write', () => {
    const before = open(2);
    append(before, 'a');
    open(3);
    expect(open(2).shards.map(idOf)).toEqual(before.shards.map(idOf));
  });

  it('have sequence numbers that rise even if the clock is set back', () => {
    let now = 1_700_000_000_000;
    const numbers: string[] = [];
    for (let start = 0; start < 3; start++) {
      const stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region, file, now: () => now, log });
      opened.push(stream);
      append(stream, 'a', start);
      numbers.push(...recordsOf(stream).map(({ dynamodb }) => dynamodb.SequenceNumber));
      // The file of the last start is cut, so that its positions are used again.
      if (start === 1) truncateSync(file, statSync(file).size - 10);
      now -= 60_000;
    }
    expect(numbers.at(-1)).toBe([...numbers].sort().at(-1));
    expect(new Set(numbers).size).toBe(3);
  });

  it('are opened before they are used, or the file is damaged', () => {
    writeFileSync(file, '{"batch":[0,0],"shard":"shardId-1"}\n');
    expect(() => open()).toThrow('is damaged: it does not open shardId-1');
  });

  it('are compacted with their splits, batches and windows', () => {
    const stream = open(2);
    const padding = 'x'.repeat(100_000);
    const window = { start: 0, end: 60, state: { votes: 1 } };
    append(stream, 'a');
    append(stream, 'b');
    stream.split(stream.shards[0]?.id ?? '');
    for (let index = 0; index < 100; index++) {
      append(stream, `${padding}${index}`);
      const shard = stream.shards[index % stream.shards.length];
      shard?.takeBatch(10);
      shard?.finishBatch(window);
    }
    expect(statSync(file).size).toBeLessThan(8_000_000);
    const after = open(2);
    const contents = (of: TableStream) => of.shards.map(({ content }) => content);
    // Records that are finished may still be in memory.
    const unfinished = contents(stream).map((content) => ({
      ...content,
      firstPosition: content.batch[0],
      records: content.records.slice(content.batch[0] - content.firstPosition),
    }));
    expect(contents(after)).toEqual(unfinished);
  });
});

describe('the file of an earlier version, which had one shard', () => {
  const record = (id: string, position: number) =>
    JSON.stringify({
      record: {
        eventID: id,
        dynamodb: {
          Keys: keysOf(id),
          NewImage: item(id, 1),
          SequenceNumber: `117000000000000000000000000${position}`,
          ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
        },
      },
    });
  const write = (...lines: string[]) => writeFileSync(file, lines.map((line) => `${line}\n`).join(''));

  it.each([1, 4])('is read before the records of %i new shards', (shardCount) => {
    write(
      '{"first":7}',
      record('a', 7),
      record('b', 8),
      record('c', 9),
      `{"begin":${JSON.stringify(keysOf('d'))}}`,
      '{"batch":[7,7]}',
      '{"batch":[8,10]}',
    );
    const stream = open(shardCount);
    expect(stream.pendingWrites).toEqual([{ keys: keysOf('d'), image: undefined }]);
    append(stream, 'e');
    const old = stream.readableShards[0];
    expect(stream.readableShards).toHaveLength(1);
    // The batch that was not finished.
    expect(idsOf(old?.takeBatch(100) ?? [])).toEqual(['b', 'c']);
    old?.finishBatch();
    expect(stream.readableShards.flatMap((shard) => idsOf(shard.takeBatch(100)))).toEqual(['e']);
    expect(stream.readableShards).toHaveLength(shardCount);
    const numbers = stream.readableShards.flatMap((shard) => shard.takeBatch(1)).map((one) => one.dynamodb);
    expect(numbers[0]?.SequenceNumber.localeCompare(`1170000000000000000000000009`)).toBe(1);
  });

  it('is read after a crash, too', () => {
    write(record('a', 0), record('b', 1));
    append(open(4), 'c');
    const after = open(4);
    expect(idsOf(after.readableShards.flatMap((shard) => shard.takeBatch(100)))).toEqual(['a', 'b']);
  });
});
