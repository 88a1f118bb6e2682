import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listenForInterruption, type Interruption } from './interruption';

let signals: EventEmitter;
let interruption: Interruption;
let now: number;
const onFirst = vi.fn();

beforeEach(() => {
  signals = new EventEmitter();
  now = 0;
  onFirst.mockClear();
  interruption = listenForInterruption(signals, onFirst, () => now);
});

const send = (signal: string, at: number) => {
  now = at;
  signals.emit(signal, signal);
};

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s', (signal, exitCode) => {
  it('ends a run early', () => {
    expect(interruption.signal.aborted).toBe(false);
    send(signal, 5000);
    expect(interruption.signal.aborted).toBe(true);
    expect(onFirst).toHaveBeenCalledOnce();
  });

  it('ends it at once on the second signal', async () => {
    send('SIGINT', 5000);
    send(signal, 6001);
    await expect(interruption.secondSignal).rejects.toMatchObject({ name: 'Interrupted', exitCode });
    expect(onFirst).toHaveBeenCalledOnce();
  });

  it('counts as one signal if several processes forward it', async () => {
    send(signal, 5000);
    send(signal, 5900);
    await expect(Promise.race([interruption.secondSignal, Promise.resolve('goes on')])).resolves.toBe('goes on');
  });
});
