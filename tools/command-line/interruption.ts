/** Ctrl-C and SIGTERM: the first ends a run early, with its report; another ends it at once. */

export interface Signals {
  on(signal: 'SIGINT' | 'SIGTERM', listener: (signal: 'SIGINT' | 'SIGTERM') => void): unknown;
}

export interface Interruption {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Rejects with an `Interrupted` at the second; never resolves. */
  secondSignal: Promise<never>;
}

/** What a shell expects of a process that a signal has ended. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 };

/** npm and tsx may pass on what the terminal has sent already, in milliseconds. */
const echoMs = 1000;

export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly exitCode: number) {
    super('Ended at once, without a report.');
  }
}

/** @param onFirst - called at the first signal, to say what happens now */
export function listenForInterruption(
  signals: Signals,
  onFirst: () => void,
  now = () => performance.now(),
): Interruption {
  const ending = new AbortController();
  let interruptedAt = Infinity;
  const atOnce = new Promise<never>((_, reject) => {
    const interrupt = (signal: keyof typeof exitCodes) => {
      if (now() - interruptedAt > echoMs) return reject(new Interrupted(exitCodes[signal]));
      if (ending.signal.aborted) return;
      interruptedAt = now();
      onFirst();
      ending.abort();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) signals.on(signal, interrupt);
  });
  // It may come when nobody waits for it yet.
  atOnce.catch(() => undefined);
  return { signal: ending.signal, secondSignal: atOnce };
}
