import { execFileSync } from 'node:child_process';

/** @throws if a process may not open as many files as it needs sockets; the message says what to do */
export function requireOpenFiles(needed: number): void {
  // Node.js has already raised the limit to the hard limit.
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }));
  if (limit >= needed) return;
  throw new Error(
    `A process of this bench opens ${needed} sockets, but may open only ${limit} files. Run "ulimit -Hn ${needed}" first, as root if necessary.`,
  );
}
