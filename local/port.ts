/** Says in one line why a port cannot be had, and how to choose another. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** `localhost` can mean two addresses; the one to listen on is the one that all machines have. */
export function listenAddress(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

/**
 * Listens, or fails with a sentence for people.
 *
 * @param option of the command line that chooses the port
 * @throws where the port is taken, or the host is not this machine
 */
export async function listen(server: Server, host: string, port: number, option: string): Promise<void> {
  server.listen(port, listenAddress(host));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(explain(error, host, port, option), { cause: error });
  }
}

/**
 * Fails as {@link listen} would, before any work is done.
 *
 * @throws where the port cannot be had
 */
export async function assertPortFree(host: string, port: number, option: string): Promise<void> {
  const probe = createServer();
  await listen(probe, host, port, option);
  await once(probe.close(), 'close');
}

function explain(error: unknown, host: string, port: number, option: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} is taken: choose another with ${option}.`;
  if (code === 'EACCES') return `Port ${port} needs more rights: choose one above 1023 with ${option}.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${host}: choose another with --host.`;
  return `Cannot listen on ${host}:${port}: ${message}`;
}
