/** What Amplify reports about its WebSocket, in the four words that the screen knows. */
import type { ApiEvent } from './backend';
import type { Connection } from './show-reducer';

/** `CONNECTION_STATE_CHANGE` of `aws-amplify/data`; written out so that this stays free of the library. */
const connectionStateChange = 'ConnectionStateChange';

/** AppSync has taken a subscription: what is published from now on will arrive. Amplify does not export its name. */
const subscriptionAck = 'Subscription ack';

/** By Amplify's `ConnectionState`. Without a network there is nothing to do but wait; else it tries again. */
const connections: Record<string, Connection> = {
  Connected: 'live',
  ConnectedPendingKeepAlive: 'live',
  ConnectedPendingNetwork: 'offline',
  ConnectionDisruptedPendingNetwork: 'offline',
  ConnectionDisrupted: 'reconnecting',
  ConnectedPendingDisconnect: 'reconnecting',
  Connecting: 'reconnecting',
  Disconnected: 'reconnecting',
};

/** The connection that an event tells of; null where it tells of something else. */
export function connectionIn({ event, data }: ApiEvent): Connection | null {
  if (event !== connectionStateChange || typeof data !== 'object' || data === null) return null;
  const state = 'connectionState' in data ? String(data.connectionState) : '';
  return connections[state] ?? null;
}

export function isSubscriptionAck({ event }: ApiEvent): boolean {
  return event === subscriptionAck;
}
