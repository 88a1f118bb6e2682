import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEndKnown, wasCastInTime } from './round-end';

const endsAt = 1_772_366_410;

describe('a vote', () => {
  it.each([
    ['before the end', -1, true],
    ['at the end', 0, true],
    ['in the grace period', 2, true],
    ['in the second after it, by which clocks may differ', 3, true],
    ['later', 4, false],
  ])('that is cast %s', (_, seconds, isInTime) => {
    expect(wasCastInTime(endsAt + seconds, { endsAt })).toBe(isInTime);
  });
});

describe('the end of a round', () => {
  const readAt = endsAt - 8;
  it.each([
    ['is known for a vote that was cast before it was read', readAt, readAt - 1, true],
    ['is known for a vote of the next two seconds', readAt, readAt + 2, true],
    ['is not known for later votes', readAt, readAt + 3, false],
    ['is known for any vote once the round is over', endsAt + 1, endsAt + 60, true],
    ['may still change in its last second', endsAt, endsAt + 3, false],
  ])('%s', (_, readAt, castAt, isKnown) => {
    expect(isEndKnown({ endsAt }, readAt * 1000, castAt)).toBe(isKnown);
  });

  it('that a host changes decides no vote differently that was known before', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(20_000), fc.nat(30), fc.nat(1000), (readAt, ended, castAt, lateMs) => {
        const startMs = (endsAt - 10) * 1000;
        const [readAtMs, endedAtMs] = [startMs + readAt, startMs + ended];
        // A read sees what was written a second ago, and only a running round can be ended.
        fc.pre(endedAtMs + 1000 >= readAtMs + lateMs && endedAtMs < endsAt * 1000);
        const newEnd = Math.floor(endedAtMs / 1000);
        const cast = endsAt - 10 + castAt;
        if (isEndKnown({ endsAt }, readAtMs, cast)) {
          expect(wasCastInTime(cast, { endsAt: newEnd })).toBe(wasCastInTime(cast, { endsAt }));
        }
      }),
    );
  });

  it('decides a vote that was cast before the host ended the round as before', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(9999), (first, second) => {
        const [castMs, endedMs] = [Math.min(first, second), Math.max(first, second)];
        const seconds = (ms: number) => endsAt - 10 + Math.floor(ms / 1000);
        expect(wasCastInTime(seconds(castMs), { endsAt: seconds(endedMs) })).toBe(true);
        expect(wasCastInTime(seconds(castMs), { endsAt })).toBe(true);
      }),
    );
  });
});
