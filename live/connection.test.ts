import { describe, expect, it } from 'vitest';
import { CONNECTION_STATE_CHANGE, ConnectionState } from 'aws-amplify/api';
import { connectionIn, isSubscriptionAck } from './connection';

describe('the connection', () => {
  it.each(Object.values(ConnectionState))('has a word for Amplify’s %s', (connectionState) => {
    expect(connectionIn({ event: CONNECTION_STATE_CHANGE, data: { connectionState } })).not.toBeNull();
  });

  it.each([
    { event: 'Subscription ack', data: {} },
    { event: CONNECTION_STATE_CHANGE, data: { connectionState: 'Unheard of' } },
    { event: CONNECTION_STATE_CHANGE },
  ])('is not told by %o', (event) => {
    expect(connectionIn(event)).toBeNull();
  });

  it('knows when a subscription was taken', () => {
    expect(isSubscriptionAck({ event: 'Subscription ack' })).toBe(true);
  });
});
