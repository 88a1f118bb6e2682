/** The host in the URLs of a server, which differs from the address that it listens on. */
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Addresses that stand for all addresses of the machine. */
const wildcards: readonly string[] = ['0.0.0.0', '::'];

/**
 * Returns the host by which others reach a server. For all addresses of the machine it is the first one of a network
 * interface.
 *
 * @param host the address to listen on, such as `0.0.0.0`, or a name
 * @returns a host as it stands in a URL: IPv6 addresses are in brackets
 */
export function publicHost(host: string, interfaces: Interfaces = networkInterfaces()): string {
  if (!wildcards.includes(host)) return toUrlHost(host);
  const external = Object.values(interfaces).flatMap((addresses = []) => addresses.filter(({ internal }) => !internal));
  const address = external.find(({ family }) => family === 'IPv4') ?? external.find(({ scopeid }) => scopeid === 0);
  return address ? toUrlHost(address.address) : 'localhost';
}

/** @returns the host by which this machine reaches a server that listens on `address` */
export function localHost(address: string): string {
  return toUrlHost({ '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address);
}

function toUrlHost(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
