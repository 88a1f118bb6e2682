import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { controlsWith } from './fake-backend.fixture';
import type { HostView, ReportedMessage } from './host-backend';
import {
  canRestore,
  emptyHost,
  hostReducer,
  isRemoved,
  openReports,
  type HostEvent,
  type HostState,
} from './host-state';

const viewOf = (show: HostView['show']): HostView => ({
  show,
  playlist: [],
  isPlaylistRepeating: false,
  blockedWords: [],
});

const after = (...events: HostEvent[]): HostState => events.reduce(hostReducer, emptyHost);

describe('a confirmed change', () => {
  it('does not undo a later one of another host, which has arrived before its answer', () => {
    const [before, own, other] = [
      controlsWith({}),
      controlsWith({ isPaused: true }),
      controlsWith({ isChatOpen: false }),
    ];
    const change = {
      id: 1,
      apply: (view: HostView) => ({ ...view, blockedWords: ['x'], show: { ...view.show, isPaused: true } }),
    };
    const { view, pending } = after(
      { type: 'viewRead', view: viewOf(before) },
      { type: 'changePending', change },
      { type: 'showChanged', show: other },
      { type: 'changeConfirmed', id: 1, show: own },
    );
    expect(pending).toEqual([]);
    expect(view).toEqual({ ...viewOf(other), blockedWords: ['x'] });
  });
});

describe('a removed message', () => {
  const removed = controlsWith({ removedMessages: ['0:a'] });
  const forgotten = controlsWith({
    removedMessages: Array.from({ length: limits.removedMessages }, (_, index) => `0:other${index}`),
  });
  const seen = (show: HostView['show']): HostEvent[] => [
    { type: 'viewRead', view: viewOf(show) },
    { type: 'screen', event: { type: 'controlsChanged', controls: show, now: 0 }, at: 0 },
  ];
  const report: ReportedMessage = {
    id: 'r',
    messageId: '0:a',
    sender: 's',
    nickname: 'Ann',
    text: 'Hi',
    reports: 1,
    reportedAt: 0,
  };

  it('can be restored as long as the backend names it', () => {
    const state = after(...seen(removed));
    expect([isRemoved(state, '0:a'), canRestore(state, '0:a')]).toEqual([true, true]);
  });

  it('stays removed, without reports, when so many others followed that the backend has forgotten it', () => {
    const state = after(...seen(removed), ...seen(forgotten), { type: 'reportsRead', reports: [report] });
    expect([isRemoved(state, '0:a'), canRestore(state, '0:a')]).toEqual([true, false]);
    expect(openReports(state)).toEqual([]);
  });
});
