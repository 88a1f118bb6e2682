/**
 * The state of the host's page, as a pure reducer with named events. What a host changes is shown at once, as a pending
 * change on top of what the backend has said, and taken back if the backend refuses it.
 */
import type { Message, ShowControls } from './backend';
import type { HostView, Mute, RecordedAction, ReportedMessage } from './host-backend';
import { emptyShow, showReducer, type ShowEvent, type ShowState } from './show-reducer';

/** A change of the view that the backend has not confirmed. */
export interface PendingChange {
  id: number;
  apply: (view: HostView) => HostView;
}

/** A call of this page that has failed. */
export interface Problem {
  /** The time by the server's clock, in epoch milliseconds. */
  at: number;
  /** The name of the operation. */
  operation: string;
  /** The type of the error. */
  type: string;
}

/** `unknown`: the backend has not answered yet. `refused`: it does not take this account for an operator. */
export type Access = 'unknown' | 'granted' | 'refused' | 'signedOut';

export interface HostState {
  access: Access;
  /** What the screens show, as this page receives it. Its messages are those of the watched room. */
  screen: ShowState;
  /** What the backend said last; null until it has. */
  confirmed: HostView | null;
  pending: readonly PendingChange[];
  /** What the page shows: the confirmed view with the pending changes. */
  view: HostView | null;
  /** The open reports, newest first; null until they are known. */
  reports: readonly ReportedMessage[] | null;
  /** The ids of the reports that this page is closing. */
  closing: readonly string[];
  /** Who could not write when it was read or changed; null until it is known. */
  mutes: readonly Mute[] | null;
  /** Newest first; null until they are known. */
  actions: readonly RecordedAction[] | null;
  /** The chat room that is watched, from 0. */
  room: number;
  /** When messages of the watched room arrived in the last minutes, by the server's clock, in epoch milliseconds. */
  arrivals: readonly number[];
  /** Newest first. */
  problems: readonly Problem[];
}

export type HostEvent =
  | { type: 'screen'; event: ShowEvent; at: number }
  | { type: 'accessKnown'; access: Access }
  | { type: 'viewRead'; view: HostView }
  | { type: 'showChanged'; show: ShowControls }
  | { type: 'changePending'; change: PendingChange }
  | { type: 'changeConfirmed'; id: number; show?: ShowControls }
  | { type: 'changeRefused'; id: number }
  | { type: 'reportsRead'; reports: readonly ReportedMessage[] }
  | { type: 'actionsRead'; actions: readonly RecordedAction[] }
  | { type: 'reportClosing'; id: string }
  | { type: 'reportClosed'; id: string }
  | { type: 'reportNotClosed'; id: string }
  | { type: 'mutesRead'; mutes: readonly Mute[] }
  | { type: 'muted'; mute: Mute }
  | { type: 'roomEntered'; room: number }
  | { type: 'failed'; problem: Problem };

/** For how long arrivals are kept, in milliseconds: as far back as the page shows messages per minute. */
export const arrivalsMs = 10 * 60_000;

/** In a busy room, older arrivals are dropped. */
const maxArrivals = 20_000;

const maxProblems = 20;

export const emptyHost: HostState = {
  access: 'unknown',
  screen: emptyShow,
  confirmed: null,
  pending: [],
  view: null,
  reports: null,
  closing: [],
  mutes: null,
  actions: null,
  room: 0,
  arrivals: [],
  problems: [],
};

/** Returns the state after an event, or the same state if nothing changes. */
export function hostReducer(state: HostState, event: HostEvent): HostState {
  switch (event.type) {
    case 'screen':
      return withScreen(state, event.event, event.at);
    case 'accessKnown':
      return state.access === event.access ? state : { ...state, access: event.access };
    case 'viewRead':
      return withView({ ...state, access: 'granted', confirmed: newer(state.confirmed, event.view) });
    case 'showChanged':
      return withView({ ...state, confirmed: withShow(state.confirmed, event.show) });
    case 'changePending':
      return withView({ ...state, pending: [...state.pending, event.change] });
    case 'changeConfirmed':
      return confirm(state, event.id, event.show);
    case 'changeRefused':
      return withView({ ...state, pending: state.pending.filter(({ id }) => id !== event.id) });
    case 'reportsRead':
      return { ...state, reports: event.reports };
    case 'actionsRead':
      return { ...state, actions: event.actions };
    case 'reportClosing':
      return { ...state, closing: [...state.closing, event.id] };
    case 'reportClosed':
      return {
        ...state,
        reports: state.reports?.filter(({ id }) => id !== event.id) ?? null,
        closing: without(state.closing, event.id),
      };
    case 'reportNotClosed':
      return { ...state, closing: without(state.closing, event.id) };
    case 'mutesRead':
      return { ...state, mutes: event.mutes };
    case 'muted': {
      const others = state.mutes?.filter(({ sender }) => sender !== event.mute.sender);
      return { ...state, mutes: others ? [...others, event.mute] : null };
    }
    case 'roomEntered':
      if (state.room === event.room) return state;
      return { ...state, room: event.room, arrivals: [], screen: { ...state.screen, messages: [] } };
    case 'failed':
      return { ...state, problems: [event.problem, ...state.problems].slice(0, maxProblems) };
  }
}

/** Whether a message belongs to a room. Those without a room are from the time before rooms. */
export function isInRoom({ id }: Pick<Message, 'id'>, room: number): boolean {
  return id.includes(':') ? id.startsWith(`${room}:`) : room === 0;
}

/** The part of the state that says which messages are removed. */
export interface Removals extends Pick<HostState, 'view'> {
  screen: Pick<ShowState, 'removedMessages'>;
}

/** Whether a message can be restored: the backend names the last removed ones. */
export function canRestore({ view }: Pick<HostState, 'view'>, messageId: string): boolean {
  return view?.show.removedMessages.includes(messageId) ?? false;
}

/** Whether a message is removed, also if the backend does not name it any more. */
export function isRemoved(removals: Removals, messageId: string): boolean {
  return canRestore(removals, messageId) || removals.screen.removedMessages.has(messageId);
}

/** Returns the reports that need attention: open ones of messages that are not removed. */
export function openReports(state: Removals & Pick<HostState, 'reports' | 'closing'>): readonly ReportedMessage[] {
  const { reports, closing } = state;
  return reports?.filter(({ id, messageId }) => !closing.includes(id) && !isRemoved(state, messageId)) ?? [];
}

function without(ids: readonly string[], id: string): string[] {
  return ids.filter((one) => one !== id);
}

function withScreen(state: HostState, event: ShowEvent, at: number): HostState {
  // For a few seconds after a move, the page is in both rooms.
  if (event.type === 'messageReceived' && !isInRoom(event.message, state.room)) return state;
  const screen = showReducer(state.screen, event);
  if (screen === state.screen) return state;
  if (event.type !== 'messageReceived') return { ...state, screen };
  const arrivals = [...state.arrivals.filter((time) => time > at - arrivalsMs), at].slice(-maxArrivals);
  return { ...state, screen, arrivals };
}

function withView(state: HostState): HostState {
  const { confirmed, pending } = state;
  return { ...state, view: confirmed && pending.reduce((view, { apply }) => apply(view), confirmed) };
}

/** Answers can overtake each other; the version tells which one is newer. The rest of an answer is read with its version. */
function newer(current: HostView | null, read: HostView): HostView {
  return current !== null && current.show.version > read.show.version ? current : read;
}

function withShow(current: HostView | null, show: ShowControls): HostView | null {
  return current === null || current.show.version > show.version ? current : { ...current, show };
}

/** The change becomes a part of the confirmed view; what the backend answered replaces what everybody sees. */
function confirm(state: HostState, id: number, show: ShowControls | undefined): HostState {
  const change = state.pending.find((one) => one.id === id);
  if (!change) return state;
  const applied = state.confirmed && change.apply(state.confirmed);
  const pending = state.pending.filter((one) => one !== change);
  if (show === undefined || applied === null || state.confirmed === null) {
    return withView({ ...state, pending, confirmed: applied });
  }
  // Another host's later change may have arrived before this answer.
  return withView({ ...state, pending, confirmed: withShow({ ...applied, show: state.confirmed.show }, show) });
}
