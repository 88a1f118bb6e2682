/** Says in one line why a port cannot be had, and how to choose another. */
import { once } from 'node:events';
import type { Server } from 'node:net';

/**
 * Listens, or fails with a sentence for people.
 *
 * @param option of the command line that chooses the port
 * @throws where the port is taken, or the host is not this machine
 */
export async function listen(server: Server, host: string, port: number, option: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(explain(error, host, port, option), { cause: error });
  }
}

function explain(error: unknown, host: string, port: number, option: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} is taken: choose another with ${option}.`;
  if (code === 'EACCES') return `Port ${port} needs more rights: choose one above 1023 with ${option}.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${host}: choose another with --host.`;
  return `Cannot listen on ${host}:${port}: ${message}`;
}
