import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schedule } from '../cloudformation/deployment';
import { recordingLog } from '../recording-log.fixture';
import { Scheduler } from './scheduler';

const everyMinute: Schedule = {
  name: 'rotate',
  expression: 'cron(*/1 * * * ? *)',
  timezone: 'UTC',
  targetArn: 'arn:aws:lambda:eu-west-1:111122223333:function:movie-rotator',
  roleArn: 'arn:aws:iam::111122223333:role/scheduler',
};

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-01-15T10:20:30Z') }));
afterEach(() => void vi.useRealTimers());

function schedule(
  schedules: Schedule[],
  invoke: (targetArn: string) => Promise<unknown> = () => Promise.resolve(),
  runAtStart = false,
) {
  const runs: string[] = [];
  const log = recordingLog();
  const scheduler = new Scheduler({
    schedules,
    runAtStart,
    log,
    invoke: (targetArn) => {
      runs.push(new Date().toISOString());
      return invoke(targetArn);
    },
  });
  return { scheduler, runs, log };
}

describe('Scheduler', () => {
  it('runs every schedule when it is due', async () => {
    const { scheduler, runs } = schedule([everyMinute]);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(90_000);
    expect(runs).toEqual(['2026-01-15T10:21:00.000Z', '2026-01-15T10:22:00.000Z']);
    scheduler.close();
  });

  it('also runs every schedule at start if configured', async () => {
    const { scheduler, runs } = schedule([everyMinute], undefined, true);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(runs).toEqual(['2026-01-15T10:20:30.000Z', '2026-01-15T10:21:00.000Z']);
    scheduler.close();
  });

  it('logs a failure and continues', async () => {
    const { scheduler, runs, log } = schedule([everyMinute], () => Promise.reject(new Error('no table')));
    scheduler.start();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(runs).toHaveLength(2);
    expect(log.lines.filter((line) => line.includes('failed'))).toHaveLength(2);
    scheduler.close();
  });

  it('does not wait for a run in progress', async () => {
    const { scheduler, runs } = schedule([everyMinute], () => new Promise(() => {}));
    scheduler.start();
    await vi.advanceTimersByTimeAsync(180_000);
    expect(runs).toHaveLength(3);
    scheduler.close();
  });

  it('waits longer than one timer can', async () => {
    const { scheduler, runs } = schedule([{ ...everyMinute, expression: 'cron(0 0 1 4 ? *)' }]);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(Date.parse('2026-04-01T00:00:00Z') - Date.now());
    expect(runs).toEqual(['2026-04-01T00:00:00.000Z']);
    scheduler.close();
  });

  it('skips the runs that were due while the machine slept', async () => {
    const { scheduler, runs } = schedule([everyMinute]);
    scheduler.start();
    vi.setSystemTime('2026-01-15T12:00:10Z');
    await vi.advanceTimersByTimeAsync(90_000);
    expect(runs.length).toBeLessThanOrEqual(2);
    scheduler.close();
  });

  it('runs nothing after it is closed', async () => {
    const { scheduler, runs } = schedule([everyMinute, { ...everyMinute, expression: 'rate(1 minute)' }]);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(60_000);
    scheduler.close();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(runs).toHaveLength(2);
  });

  it('does not log the failure of an invocation that closing interrupts', async () => {
    let interrupt = () => {};
    const { scheduler, log } = schedule(
      [everyMinute],
      () => new Promise((_, reject) => (interrupt = () => reject(new Error('ended')))),
      true,
    );
    scheduler.start();
    scheduler.close();
    interrupt();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.lines).toEqual([]);
  });

  it('rejects an unknown expression before anything runs', () => {
    expect(() => schedule([{ ...everyMinute, expression: 'at(2026-01-01T00:00:00)' }])).toThrow(
      'Invalid schedule expression',
    );
  });
});
