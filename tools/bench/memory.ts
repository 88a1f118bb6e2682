/** What a process of a bench holds: it is asked from outside, collects its garbage, and tells. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Options of Node.js with which a process can be asked. */
export const readable = ['--expose-gc', '--import', path.join(import.meta.dirname, 'memory.mjs')];

const giveUpMs = 10_000;

export interface Reading {
  /** Of the process, in MB. */
  resident: number;
  /** By the main thread: its heap, and the buffers outside of it; in MB. */
  held: number;
}

/**
 * @param process - started with `readable` and a channel for messages
 * @throws where it does not answer in time
 */
export async function readMemory(process: ChildProcess): Promise<Reading> {
  const told = once(process, 'message', { signal: AbortSignal.timeout(giveUpMs) });
  process.kill('SIGUSR2');
  const [{ rss, heapUsed, external }] = (await told) as [NodeJS.MemoryUsage];
  return { resident: rss / 2 ** 20, held: (heapUsed + external) / 2 ** 20 };
}
