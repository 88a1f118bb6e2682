/** The connection of a caller, for `ctx.identity.sourceIp` and `ctx.request.headers`. */
import type { IncomingMessage } from 'node:http';
import type { Principal } from '../iam/principal';
import type { Caller } from './graphql-engine';

export function callerOf(request: IncomingMessage, principal: Principal): Caller {
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    [value].flat().join(','),
  ]);
  return { principal, sourceIp: sourceIpOf(request), headers: Object.fromEntries(headers) };
}

/** The address of the peer, without the prefix of IPv4 addresses on dual-stack sockets. */
export function sourceIpOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}
