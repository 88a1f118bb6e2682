/** Ctrl-C and SIGTERM: the first signal ends a run early, with its report. A second one ends it at once. */
import { exitCodes } from './exit-codes';

export interface Signals {
  on(signal: 'SIGINT' | 'SIGTERM', listener: (signal: 'SIGINT' | 'SIGTERM') => void): unknown;
}

export interface Interruption {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Rejects with {@link Interrupted} at the second signal. Never resolves. */
  secondSignal: Promise<never>;
}

/** npm and tsx may forward a signal that the terminal has sent already. Within this time it counts as the same one. */
const echoMs = 1000;

export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly exitCode: number) {
    super('Interrupted: no report.');
  }
}

/** @param onFirst - called at the first signal */
export function listenForInterruption(
  signals: Signals,
  onFirst: () => void,
  now = () => performance.now(),
): Interruption {
  const ending = new AbortController();
  let interruptedAt = Infinity;
  const secondSignal = new Promise<never>((_, reject) => {
    const interrupt = (signal: 'SIGINT' | 'SIGTERM') => {
      if (now() - interruptedAt > echoMs) {
        reject(new Interrupted(exitCodes[signal]));
        return;
      }
      if (ending.signal.aborted) return;
      interruptedAt = now();
      onFirst();
      ending.abort();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) signals.on(signal, interrupt);
  });
  // The second signal may come before the caller awaits this promise.
  secondSignal.catch(() => undefined);
  return { signal: ending.signal, secondSignal };
}
