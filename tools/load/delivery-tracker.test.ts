import { beforeEach, describe, expect, it } from 'vitest';
import { DeliveryTracker, noDeliveries, deliveryTimeoutMs } from './delivery-tracker';

const viewers = [0, 1, 2, 3];
let tracker: DeliveryTracker;

beforeEach(() => {
  tracker = new DeliveryTracker(viewers.length);
  for (const viewer of viewers) tracker.joined(viewer, 0);
});

const settled = (kind = 'scores') => {
  tracker.settle(10_000 + deliveryTimeoutMs);
  return tracker.totals.get(kind);
};

describe('a publication', () => {
  it('is delivered to all viewers', () => {
    for (const viewer of viewers) tracker.received(viewer, 'scores', 'a', 10_000);
    expect(settled()).toEqual({ ...noDeliveries, published: 1, due: 4 });
  });

  it('is missed by a viewer who does not receive it', () => {
    for (const viewer of [0, 1, 3]) tracker.received(viewer, 'scores', 'a', 10_000);
    expect(settled()).toMatchObject({ due: 4, missed: 1, duplicated: 0 });
  });

  it('is duplicated if one viewer receives it more often than the others', () => {
    for (const viewer of [...viewers, 2]) tracker.received(viewer, 'scores', 'a', 10_000);
    expect(settled()).toMatchObject({ due: 4, missed: 0, duplicated: 1 });
  });

  it('is expected twice if it is published twice', () => {
    for (const viewer of [...viewers, 0, 1, 2]) tracker.received(viewer, 'scores', 'a', 10_000);
    expect(settled()).toEqual({ ...noDeliveries, published: 1, due: 8, missed: 1 });
  });

  it('is missed by all viewers if nobody receives it', () => {
    tracker.expectDelivery('messages', 'a', 10_000);
    expect(settled('messages')).toEqual({ ...noDeliveries, published: 1, due: 4, missed: 4 });
  });

  it('is counted by kind', () => {
    for (const viewer of viewers) tracker.received(viewer, 'scores', 'a', 10_000);
    tracker.received(0, 'rounds', 'a', 10_000);
    expect(settled('rounds')).toMatchObject({ published: 1, missed: 3 });
    expect(settled('scores')).toMatchObject({ published: 1, missed: 0 });
  });

  it('is new only for the first viewer who receives it', () => {
    expect(tracker.received(0, 'scores', 'a', 10_000)).toBe(true);
    expect(tracker.received(1, 'scores', 'a', 10_000)).toBe(false);
    tracker.expectDelivery('scores', 'b', 10_000);
    expect(tracker.received(1, 'scores', 'b', 10_000)).toBe(false);
  });

  it('is not settled before the delivery timeout', () => {
    tracker.received(0, 'scores', 'a', 10_000);
    tracker.settle(10_000 + deliveryTimeoutMs - 1);
    expect(tracker.totals.size).toBe(0);
  });

  it('is late, not new, if it arrives after the timeout', () => {
    for (const viewer of [0, 1, 3]) tracker.received(viewer, 'scores', 'a', 10_000);
    settled();
    expect(tracker.received(2, 'scores', 'a', 30_000)).toBe(false);
    tracker.settle(100_000);
    expect(tracker.totals.get('scores')).toEqual({ published: 1, due: 4, missed: 1, duplicated: 0, late: 1 });
  });

  it('is expected again if it is repeated after a while', () => {
    for (const viewer of viewers) tracker.received(viewer, 'scores', 'a', 10_000);
    settled();
    for (const viewer of [0, 1, 2]) tracker.received(viewer, 'scores', 'a', 30_000);
    tracker.settle(30_000 + deliveryTimeoutMs);
    expect(tracker.totals.get('scores')).toEqual({ published: 2, due: 8, missed: 1, duplicated: 0, late: 0 });
  });
});

describe('a viewer', () => {
  it.each([
    ['that joined too late', (viewer: number) => tracker.joined(viewer, 9000)],
    ['that joined afterwards', (viewer: number) => tracker.joined(viewer, 11_000)],
    ['that has left', (viewer: number) => tracker.left(viewer)],
    [
      'that was gone for a moment',
      (viewer: number) => {
        tracker.left(viewer);
        tracker.joined(viewer, 12_000);
      },
    ],
  ])('%s misses nothing', (_, happens) => {
    for (const viewer of [0, 1, 3]) tracker.received(viewer, 'scores', 'a', 10_000);
    happens(2);
    expect(settled()).toMatchObject({ due: 3, missed: 0 });
  });
});

describe('a chat message', () => {
  const inRooms = () => {
    const tracker = new DeliveryTracker(viewers.length, (kind, id) =>
      kind === 'messages' ? Number(id[0]) : undefined,
    );
    for (const viewer of viewers) tracker.joined(viewer, 0);
    return tracker;
  };
  const settle = (tracker: DeliveryTracker) => {
    tracker.settle(10_000 + deliveryTimeoutMs);
    return tracker.totals;
  };

  it('is due to the viewers in its room only', () => {
    const tracker = inRooms();
    for (const viewer of [0, 1]) tracker.enteredRoom(viewer, 1, 0);
    tracker.received(0, 'messages', '1:a', 10_000);
    tracker.received(0, 'scores', '1', 10_000);
    const totals = settle(tracker);
    expect(totals.get('messages')).toEqual({ ...noDeliveries, published: 1, due: 2, missed: 1 });
    expect(totals.get('scores')).toMatchObject({ due: 4, missed: 3 });
  });

  it.each([
    ['before it entered the room', 9000],
    ['after it left the room', 12_000],
  ])('is not due to a viewer that moves a moment %s', (_, at) => {
    const tracker = inRooms();
    if (at < 10_000) tracker.enteredRoom(3, 1, at);
    for (const viewer of [0, 1, 2]) tracker.enteredRoom(viewer, 1, 0);
    for (const viewer of [0, 1]) tracker.received(viewer, 'messages', '1:a', 10_000);
    if (at > 10_000) tracker.enteredRoom(2, 0, at);
    expect(settle(tracker).get('messages')).toMatchObject({ due: at > 10_000 ? 2 : 3, missed: at > 10_000 ? 0 : 1 });
  });

  it('stays due to a viewer that enters its room again', () => {
    const tracker = inRooms();
    tracker.enteredRoom(0, 0, 9500);
    tracker.received(1, 'messages', '0:a', 10_000);
    expect(settle(tracker).get('messages')).toMatchObject({ due: 4, missed: 3 });
  });
});
