import { describe, expect, it } from 'vitest';
import { ConnectionStatus } from './connection-status';

const stateChange = (connectionState: string) => ({ event: 'ConnectionStateChange', data: { connectionState } });

function open({ hasJoined = true } = {}) {
  const page = { now: 0, hasJoinFailed: false, hasSubscribed: hasJoined };
  const changes: string[] = [];
  const status = new ConnectionStatus({
    hasJoinFailed: () => page.hasJoinFailed,
    hasSubscribed: () => page.hasSubscribed,
    onChange: (current, before) => changes.push(`${before} > ${current}`),
    elapsed: () => page.now,
  });
  return { page, changes, status };
}

describe('the status of a connection', () => {
  it('is what Amplify reports, told once', () => {
    const { page, changes, status } = open();
    page.now = 700;
    for (const state of ['Connecting', 'Connected', 'Connected', 'ConnectionDisrupted', 'Connecting']) {
      status.reported(stateChange(state));
    }
    expect(changes).toEqual(['connecting > live', 'live > reconnecting']);
    expect(status).toMatchObject({ current: 'reconnecting', isLive: false, liveSince: 700 });
  });

  it.each(['offline', 'live'])('does not change by other events: %s', (current) => {
    const { status } = open();
    status.reported(stateChange(current === 'live' ? 'Connected' : 'ConnectedPendingNetwork'));
    status.reported({ event: 'Subscription ack', data: {} });
    expect(status.current).toBe(current);
  });

  it('is reconnecting while nothing comes and a round is overdue, whatever Amplify says of missing messages', () => {
    const { status } = open();
    status.reported(stateChange('Connected'));
    status.failed(false);
    expect(status.current).toBe('live');
    status.failed(true);
    status.reported(stateChange('ConnectedPendingKeepAlive'));
    expect(status.current).toBe('reconnecting');
  });

  it.each<[string, (status: ConnectionStatus) => void]>([
    ['the WebSocket delivers something', (status) => status.received()],
    ['a request is answered', (status) => status.answered()],
    ['Amplify hears something', (status) => status.reported(stateChange('Connected'))],
  ])('is live again as soon as %s', (_what, happen) => {
    const { status } = open();
    status.reported(stateChange('Connected'));
    status.failed(true);
    happen(status);
    expect(status.current).toBe('live');
  });

  it('is blocked when requests are answered for 20 seconds and the WebSocket is not open', () => {
    const { page, status } = open();
    page.now = 19_999;
    status.answered();
    expect(status.current).toBe('connecting');
    page.now = 20_000;
    status.answered();
    expect(status.current).toBe('blocked');
    status.reported(stateChange('Connecting'));
    expect(status.current).toBe('blocked');
    status.failed(false);
    expect(status.current).toBe('reconnecting');
    page.now = 39_999;
    status.answered();
    expect(status.current).toBe('reconnecting');
  });

  it('is not blocked without a network or before the page has subscribed', () => {
    const { page, status } = open({ hasJoined: false });
    page.now = 60_000;
    status.answered();
    expect(status.current).toBe('connecting');
    page.hasSubscribed = true;
    status.reported(stateChange('ConnectedPendingNetwork'));
    page.now = 120_000;
    status.answered();
    expect(status.current).toBe('offline');
  });

  it('is following while the page gets no identity but answers', () => {
    const { page, changes, status } = open({ hasJoined: false });
    page.hasJoinFailed = true;
    status.showFollowing();
    status.answered();
    status.failed(false);
    status.answered();
    page.hasJoinFailed = false;
    status.joined();
    expect(changes).toEqual([
      'connecting > following',
      'following > connecting',
      'connecting > following',
      'following > connecting',
    ]);
  });
});
