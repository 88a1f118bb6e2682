import { execFileSync } from 'node:child_process';

/** @throws what to do where a process may not open as many files as there will be sockets in it */
export function requireOpenFiles(needed: number): void {
  // Node.js has raised the limit for itself and its children as far as it may.
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }));
  if (limit >= needed) return;
  throw new Error(
    `A process of this bench opens ${needed} sockets, and may open ${limit} files. Run "ulimit -Hn ${needed}" first, as root where it is refused.`,
  );
}
