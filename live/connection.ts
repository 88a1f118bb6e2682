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
export function connectionIn(event: ApiEvent): Connection | null {
  return connections[stateIn(event)] ?? null;
}

/** Whether an event tells that AppSync, which sends one message a minute at least, has sent none for longer. */
export function isKeepAliveMissed(event: ApiEvent): boolean {
  return stateIn(event) === 'ConnectedPendingKeepAlive';
}

function stateIn({ event, data }: ApiEvent): string {
  if (event !== connectionStateChange || typeof data !== 'object' || data === null) return '';
  return 'connectionState' in data ? String(data.connectionState) : '';
}

/** Whether a screen in this state receives chat messages, apart from short interruptions. */
export function canReceiveMessages(connection: Connection): boolean {
  return connection !== 'following' && connection !== 'blocked';
}

/**
 * Whether an event confirms a subscription to changes that a snapshot contains. Those to chat messages do not count: many
 * screens change their room at the same time.
 */
export function isSubscriptionAck({ event, data }: ApiEvent): boolean {
  if (event !== subscriptionAck) return false;
  const query = typeof data === 'object' && data !== null && 'query' in data ? String(data.query) : '';
  return !query.includes('onMessage');
}
