import { describe, expect, it } from 'vitest';
import { phaseAt, phaseLeftMs } from './phase';

describe('the phase of the show', () => {
  const round = { endsAt: 100 };

  it.each([
    { now: 90_000, phase: 'open', leftMs: 10_000 },
    { now: 99_999, phase: 'open', leftMs: 1 },
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
});
