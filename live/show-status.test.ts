import { describe, expect, it } from 'vitest';
import type { Phase } from './phase';
import type { Connection } from './show-reducer';
import { connectionStatus, showStatus } from './show-status';

const connections: Connection[] = ['connecting', 'following', 'live', 'reconnecting', 'offline', 'blocked'];

describe('the status of the show', () => {
  it.each(connections)('is open until the round ends by the clock: %s', (connection) => {
    expect(showStatus('open', connection)).toBe('open');
  });

  it.each<[Phase, Connection, string]>([
    ['waiting', 'live', 'waiting'],
    ['over', 'live', 'over'],
    ['paused', 'live', 'paused'],
    ['over', 'following', 'over'],
    ['paused', 'blocked', 'paused'],
    ['waiting', 'connecting', 'connecting'],
    ['over', 'connecting', 'connecting'],
    ['waiting', 'reconnecting', 'disconnected'],
    ['over', 'reconnecting', 'disconnected'],
    ['paused', 'reconnecting', 'disconnected'],
    ['waiting', 'offline', 'offline'],
    ['over', 'offline', 'offline'],
    ['paused', 'offline', 'offline'],
  ])('%s while %s: %s', (phase, connection, status) => {
    expect(showStatus(phase, connection)).toBe(status);
  });
});

describe('the status of the connection', () => {
  it.each<[Phase, Connection, string]>([
    ['open', 'live', 'live'],
    ['over', 'live', 'live'],
    ['waiting', 'live', 'waiting'],
    ['paused', 'live', 'paused'],
    ['paused', 'reconnecting', 'reconnecting'],
    ['paused', 'offline', 'offline'],
    ['waiting', 'connecting', 'connecting'],
    ['paused', 'blocked', 'blocked'],
  ])('%s while %s: %s', (phase, connection, status) => {
    expect(connectionStatus(phase, connection)).toBe(status);
  });
});
