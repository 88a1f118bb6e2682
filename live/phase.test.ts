import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { closesAtMs, phaseAt, phaseLeftMs } from './phase';

describe('the phase of the show', () => {
  const round = { startsAt: 90, endsAt: 100 };

  it.each([
    { now: 90_000, phase: 'open', leftMs: 7500 },
    { now: 97_499, phase: 'open', leftMs: 1 },
    { now: 97_500, phase: 'counting', leftMs: 400 },
    { now: 97_899, phase: 'counting', leftMs: 1 },
    { now: 97_900, phase: 'result', leftMs: 2100 },
    { now: 99_999, phase: 'result', leftMs: 1 },
    { now: 100_000, phase: 'over', leftMs: 20_000 },
    { now: 119_999, phase: 'over', leftMs: 1 },
    { now: 120_000, phase: 'paused', leftMs: null },
  ])('is $phase at $now', ({ now, phase, leftMs }) => {
    expect(phaseAt(round, now)).toBe(phase);
    expect(phaseLeftMs(round, now)).toBe(leftMs);
  });

  it('is waiting before the first round', () => {
    expect(phaseAt(null, 0)).toBe('waiting');
    expect(phaseLeftMs(null, 0)).toBeNull();
  });

  it.each([
    ['waiting for the first round', null],
    ['open', round],
  ])('is paused at once by a host while it is %s', (_, current) => {
    expect(phaseAt(current, 91_000, true)).toBe('pausedByHost');
  });

  describe.each([
    ['while voting is open', 93, 93_000, 93_400],
    ['while the result is shown', 99, 97_500, 97_900],
  ])('of a round that a host ends %s', (_, endedAt, closed, counted) => {
    const ended = { ...round, endedAt, nextAt: 110 };

    it.each([
      { now: closed - 1, phase: 'open' },
      { now: closed, phase: 'counting' },
      { now: counted, phase: 'result' },
      { now: 109_999, phase: 'result' },
      { now: 110_000, phase: 'over' },
      { now: 130_000, phase: 'paused' },
    ])('is $phase at $now', ({ now, phase }) => {
      expect(phaseAt(ended, now)).toBe(phase);
    });
  });

  it.each([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60])(
    'leaves at least three quarters of a round of %i s to vote, and shows a result',
    (seconds) => {
      const round = { startsAt: 0, endsAt: seconds };
      const resultMs = seconds * 1000 - closesAtMs(round);
      expect(resultMs).toBe(Math.min(limits.resultSeconds * 1000, seconds * 250));
      expect(phaseAt(round, seconds * 1000 - 1)).toBe('result');
    },
  );
});
