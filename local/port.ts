/** Listening on a port, with errors that say what to do. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { OptionError, type OptionName } from './option-error';

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
export async function listen(server: Server, host: string, port: number, option?: OptionName): Promise<void> {
  server.listen(port, listenAddress(host));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenError(error, host, port, option);
  }
}

/**
 * Fails if {@link listen} would, before any other work is done.
 *
 * @param option the option that sets the port, for the message of an error
 * @throws if nothing can listen on the port
 */
export async function assertPortFree(host: string, port: number, option?: OptionName): Promise<void> {
  const probe = createServer();
  await listen(probe, host, port, option);
  await once(probe.close(), 'close');
}

function listenError(cause: unknown, host: string, port: number, portOption: OptionName | undefined): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const choose = (text: string, option: OptionName | undefined) =>
    option
      ? new OptionError((nameOf) => `${text} with ${nameOf(option)}.`, { cause })
      : new Error(`${text}.`, { cause });
  if (code === 'EADDRINUSE') return choose(`Port ${port} is in use: choose another`, portOption);
  if (code === 'EACCES')
    return choose(`Port ${port} requires more rights than this process has: choose one above 1023`, portOption);
  if (code === 'EADDRNOTAVAIL')
    return choose(`This machine has no address ${host}: choose another`, portOption && 'host');
  return new Error(`Cannot listen on ${host}:${port}: ${message}`, { cause });
}
