import { exitCodes } from './exit-codes';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Cleans up and ends the process when a signal interrupts it.
 *
 * @returns a function that stops listening
 */
export function cleanUpOnSignal(cleanUp: () => Promise<void>): () => void {
  const end = (signal: (typeof signals)[number]) => {
    void cleanUp().finally(() => process.exit(exitCodes[signal]));
  };
  for (const signal of signals) process.once(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
