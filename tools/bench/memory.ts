/** Reads the memory of another process after it collected its garbage. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Options of Node.js for processes whose memory is read. */
export const readable = ['--expose-gc', '--import', path.join(import.meta.dirname, 'memory.mjs')];

const giveUpMs = 10_000;

export interface Reading {
  /** Of the process, in MB. */
  resident: number;
  /** The heap of the main thread and its external buffers, in MB. */
  held: number;
}

/**
 * @param process - started with `readable` and an IPC channel
 * @throws if it does not answer in time
 */
export async function readMemory(process: ChildProcess): Promise<Reading> {
  const answer = once(process, 'message', { signal: AbortSignal.timeout(giveUpMs) });
  process.kill('SIGUSR2');
  const [{ rss, heapUsed, external }] = (await answer) as [NodeJS.MemoryUsage];
  return { resident: rss / 2 ** 20, held: (heapUsed + external) / 2 ** 20 };
}
