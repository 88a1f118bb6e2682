/** Maps Amplify's connection events to the connection states of the screen. */
import type { ApiEvent } from './backend';
import type { Connection } from './show-reducer';

/** `CONNECTION_STATE_CHANGE` of `aws-amplify/data`; a copy, so that this module does not load the library. */
const connectionStateChange = 'ConnectionStateChange';

/** AppSync has confirmed a subscription and delivers all later publications. Amplify does not export this name. */
const subscriptionAck = 'Subscription ack';

/** Indexed by Amplify's `ConnectionState`. Amplify reconnects in all states except those without a network. */
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

/** Returns the connection state in an event, or null if the event is not about it. */
export function connectionIn({ event, data }: ApiEvent): Connection | null {
  if (event !== connectionStateChange || typeof data !== 'object' || data === null) return null;
  const state = 'connectionState' in data ? String(data.connectionState) : '';
  return connections[state] ?? null;
}

/** Whether an event confirms a subscription. */
export function isSubscriptionAck({ event }: ApiEvent): boolean {
  return event === subscriptionAck;
}
