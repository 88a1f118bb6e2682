import { describe, expect, it } from 'vitest';
import { CONNECTION_STATE_CHANGE, ConnectionState } from 'aws-amplify/api';
import { connectionIn, isSubscriptionAck } from './connection';

describe('connectionIn', () => {
  it.each(Object.values(ConnectionState))('maps Amplify’s state %s', (connectionState) => {
    expect(connectionIn({ event: CONNECTION_STATE_CHANGE, data: { connectionState } })).not.toBeNull();
  });

  it.each([
    { event: 'Subscription ack', data: {} },
    { event: CONNECTION_STATE_CHANGE, data: { connectionState: 'Unheard of' } },
    { event: CONNECTION_STATE_CHANGE },
  ])('returns null for %o', (event) => {
    expect(connectionIn(event)).toBeNull();
  });

  it('recognizes the confirmation of a subscription', () => {
    expect(isSubscriptionAck({ event: 'Subscription ack' })).toBe(true);
    const query = 'subscription { onRound { roundId } }';
    expect(isSubscriptionAck({ event: 'Subscription ack', data: { query } })).toBe(true);
  });

  it('ignores the confirmation of a chat room', () => {
    const query = 'subscription ($room: Int) { onMessage(room: $room) { id } }';
    expect(isSubscriptionAck({ event: 'Subscription ack', data: { query, variables: { room: 1 } } })).toBe(false);
  });
});
