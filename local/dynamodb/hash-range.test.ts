import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allHashes, divide, doOverlap, hashOf, includes } from './hash-range';

const text = (id: string) => ({ id: { S: id } });

describe('the hash of a partition key', () => {
  it('is that of the first attribute of the key', () => {
    const round = { show: { S: 'matinee' }, startsAt: { N: '10' } };
    expect(hashOf(round)).toBe(hashOf({ show: { S: 'matinee' }, startsAt: { N: '20' } }));
    expect(hashOf(round)).not.toBe(hashOf({ show: { S: 'evening' }, startsAt: { N: '10' } }));
  });

  it('is the same for a number in another notation', () => {
    for (const N of ['10.0', '1e1', '+10']) expect(hashOf({ id: { N } })).toBe(hashOf({ id: { N: '10' } }));
  });

  it('spreads similar keys evenly', () => {
    const ranges = divide(allHashes, 4);
    const hashes = Array.from({ length: 4000 }, (_, index) => hashOf(text(`1772366400#eu-west-1:guest-${index}`)));
    const counts = ranges.map((range) => hashes.filter((keyHash) => includes(range, keyHash)).length);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('a divided range', () => {
  it('has parts that include every hash exactly once', () => {
    const parts = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(parts, parts, fc.string(), (first, second, id) => {
        const [outer] = divide(allHashes, first).filter((range) => includes(range, hashOf(text(id))));
        const inner = divide(outer ?? [0, 0], second).filter((range) => includes(range, hashOf(text(id))));
        expect(inner).toHaveLength(1);
      }),
    );
  });

  it('has parts that overlap only those of another division', () => {
    const [left = allHashes, right = allHashes] = divide(allHashes, 2);
    expect(doOverlap(left, right)).toBe(false);
    expect(divide(allHashes, 3).map((third) => doOverlap(left, third))).toEqual([true, true, false]);
    expect(divide(allHashes, 3).map((third) => doOverlap(right, third))).toEqual([false, true, true]);
  });
});
