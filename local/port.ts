/** Listening on a port, with errors that say what to do. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** @returns the address to listen on; `localhost` may resolve to IPv6, which not every machine has */
export function listenAddress(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

/**
 * Starts to listen.
 *
 * @param option the option that sets the port, for the message of an error
 * @throws if the port is in use or `host` is not an address of this machine
 */
export async function listen(server: Server, host: string, port: number, option?: string): Promise<void> {
  server.listen(port, listenAddress(host));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(describeListenError(error, host, port, option), { cause: error });
  }
}

/**
 * Fails if {@link listen} would, before any other work is done.
 *
 * @param option the option that sets the port, for the message of an error
 * @throws if nothing can listen on the port
 */
export async function assertPortFree(host: string, port: number, option?: string): Promise<void> {
  const probe = createServer();
  await listen(probe, host, port, option);
  await once(probe.close(), 'close');
}

function describeListenError(error: unknown, host: string, port: number, option: string | undefined): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const withOption = option ? ` with the option ${option}` : '';
  if (code === 'EADDRINUSE') return `Port ${port} is in use: choose another${withOption}.`;
  if (code === 'EACCES')
    return `Port ${port} requires more rights than this process has: choose one above 1023${withOption}.`;
  if (code === 'EADDRNOTAVAIL')
    return `This machine has no address ${host}: choose another${option ? ' with the option host' : ''}.`;
  return `Cannot listen on ${host}:${port}: ${message}`;
}
