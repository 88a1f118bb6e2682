import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from './item';
import { recordingLog } from '../recording-log.fixture';
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
function open(): TableStream {
  const stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region, file, log });
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
    before.takeBatch(1);
    before.finishBatch();
    const after = open();
    expect(after.readerPosition).toBe(1);
    expect(after.endPosition).toBe(3);
    expect(after.read(1, 10)).toEqual(before.read(1, 10));
  });

  it('delivers an unfinished batch with the same records, even if more have come', () => {
    const before = open();
    for (const id of ['a', 'b']) append(before, id);
    const batch = before.takeBatch(10);
    append(before, 'c');
    const after = open();
    expect(after.takeBatch(10)).toEqual(batch);
    after.finishBatch();
    expect(idsOf(after.takeBatch(10))).toEqual(['c']);
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
    expect(idsOf(open().read(0, 10).records)).toEqual(['a']);
    expect(log.lines.at(-1)).toContain('incomplete');
    append(open(), 'c');
    expect(idsOf(open().read(0, 10).records)).toEqual(['a', 'c']);
  });

  it.each([
    ['nonsense', 'nonsense\n'],
    ['half a character', Buffer.from([0xe2, 0x82])],
    ['zeros', Buffer.alloc(100)],
  ])('ignores %s at its end', (_, trash) => {
    append(open(), 'a');
    appendFileSync(file, trash);
    expect(idsOf(open().read(0, 10).records)).toEqual(['a']);
    append(open(), 'b');
    expect(idsOf(open().read(0, 10).records)).toEqual(['a', 'b']);
  });

  it('starts empty if the file is unusable', () => {
    writeFileSync(file, 'not a stream');
    const stream = open();
    expect([stream.endPosition, stream.pendingWrites]).toEqual([0, []]);
  });

  it('does not grow with finished records', () => {
    const stream = open();
    const padding = 'x'.repeat(100_000);
    let largest = 0;
    for (let index = 0; index < 200; index++) {
      append(stream, `${padding}${index}`);
      stream.takeBatch(10);
      stream.finishBatch();
      largest = Math.max(largest, statSync(file).size);
    }
    append(stream, 'last');
    stream.begin(keysOf('begun'), undefined);
    expect(largest).toBeLessThan(6_000_000);
    const after = open();
    expect(after.readerPosition).toBe(200);
    expect(idsOf(after.takeBatch(10))).toEqual(['last']);
    expect(after.pendingWrites).toEqual([{ keys: keysOf('begun'), image: undefined }]);
  });

  it('has an earlier state after a crash at any byte', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), id: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('begin' as const), id: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constantFrom('take' as const, 'finish' as const), id: fc.constant('') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.double({ min: 0, max: 1, noNaN: true }), (steps, cut) => {
        file = path.join(folder, `${files++}.jsonl`);
        const stream = open();
        /** The state that a reader can observe. */
        const stateOf = (of: TableStream) =>
          JSON.stringify([of.readerPosition, of.read(of.readerPosition, 100).records, of.pendingWrites.length]);
        const moments = new Set([stateOf(stream)]);
        steps.forEach(({ kind, id }, index) => {
          if (kind === 'begin') stream.begin(keysOf(id), undefined);
          if (kind === 'take') stream.takeBatch(2);
          if (kind === 'finish') stream.finishBatch();
          if (kind === 'append') {
            stream.begin(keysOf(id), undefined);
            moments.add(stateOf(stream));
            stream.append({ keys: keysOf(id), oldImage: undefined, newImage: item(id, index) });
          }
          moments.add(stateOf(stream));
        });
        truncateSync(file, Math.floor(statSync(file).size * cut));
        expect(moments).toContain(stateOf(open()));
      }),
      { numRuns: 200 },
    );
  });
});
