import { describe, expect, it } from 'vitest';
import { controlsWith, roundStartingAt } from './fake-backend.fixture';
import { withEarlyEnd } from './round-end';

const round = roundStartingAt(120);

describe('a round that a host has ended', () => {
  it.each([
    { endedAt: 123, roundSeconds: 10, nextAt: 130 },
    { endedAt: 129, roundSeconds: 10, nextAt: 130 },
    { endedAt: 130, roundSeconds: 10, nextAt: 130 },
    { endedAt: 120, roundSeconds: 10, nextAt: 130 },
    { endedAt: 123, roundSeconds: 2, nextAt: 124 },
    { endedAt: 123, roundSeconds: 60, nextAt: 130 },
  ])('at $endedAt is followed at $nextAt by rounds of $roundSeconds s', ({ nextAt, ...controls }) => {
    const ended = withEarlyEnd(round, controlsWith({ endedRound: '120', ...controls }));
    expect(ended).toEqual({ ...round, endedAt: controls.endedAt, nextAt });
  });

  it('is followed by none in a pause', () => {
    const controls = controlsWith({ endedRound: '120', endedAt: 123, isPaused: true });
    expect(withEarlyEnd(round, controls)).toEqual({ ...round, endedAt: 123 });
  });

  it('is followed at the next boundary after a pause', () => {
    const controls = controlsWith({ endedRound: '120', endedAt: 123 });
    expect(withEarlyEnd(round, controls, 341_500).nextAt).toBe(350);
  });

  it('is not followed earlier if hosts change something else before that', () => {
    const controls = controlsWith({ endedRound: '120', endedAt: 123 });
    const continued = withEarlyEnd(round, controls, 341_500);
    expect(withEarlyEnd(continued, { ...controls, slowModeSeconds: 10 }).nextAt).toBe(350);
  });

  it.each([
    ['that another round has ended', { endedRound: '110', endedAt: 113 }],
    ['without a time', { endedRound: '120' }],
    ['that no round has ended', {}],
  ])('does not change by a state %s', (_, controls) => {
    expect(withEarlyEnd(round, controlsWith(controls))).toBe(round);
  });
});
