/** What resolvers get to know of the connection of a caller: `ctx.identity.sourceIp` and `ctx.request.headers`. */
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

/** The peer's address; an IPv4 one without the prefix that a dual-stack socket gives it. */
export function sourceIpOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}
