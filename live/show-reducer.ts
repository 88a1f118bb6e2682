/**
 * The state of the screen, as a pure reducer with named events.
 *
 * A counter increases by one with each own vote, and to the server's total if that is greater. So within a round it
 * never decreases, never exceeds the number of votes cast, is never below the own votes, and ends at the server's total.
 */
import { noVotes, type Category, type Counts } from '../amplify/show';
import type {
  LeaderboardEntry,
  Message,
  RoundResult,
  Scores,
  ScoresUpdate,
  CurrentRound,
  PublicSnapshot,
  ShowControls,
} from './backend';
import type { ChatRoom } from './chat-room';
import { countedUp } from './count-up';
import { countsOf, excessOf, greaterOf, lesserOf, totalOf } from './counts';
import { isCountedAfter, mergeRecords, raisedBy, unlessChanged } from './leaderboard';
import { resultOf, withResults } from './recent-rounds';
import { withEarlyEnd, type ShownRound } from './round-end';
import { defaultControls, removedAfter } from './show-controls';
import type { StoredConversation } from './stored-conversation';

/** Older messages are removed, a group at a time: all groups but the last stay as they are when a message arrives. */
export const maxMessages = 200;

/** The number of messages in a group. `maxMessages` is a multiple of it. */
export const messagesPerGroup = 20;

/**
 * `following`: the page has no guest identity yet and follows the rounds by public snapshots. `blocked`: the backend
 * answers, but its WebSocket cannot be opened, as behind some proxies.
 */
export type Connection = 'connecting' | 'following' | 'live' | 'reconnecting' | 'offline' | 'blocked';

export interface ShowState {
  round: ShownRound | null;
  /** What hosts have set. */
  controls: ShowControls;
  /** The ids of messages that hosts have removed. */
  removedMessages: ReadonlySet<string>;
  /** The known totals, with own votes that the server has not counted yet. */
  counts: Counts;
  /** The counters on the screen, which count up to `counts`. */
  shown: Counts;
  /** The last known totals of the server. */
  serverTotals: Counts;
  /** The last known number of guests who have voted in this round. */
  voters: number;
  /** How many of them have each category as their favourite. */
  favourites: Counts;
  /** The votes of this guest in this round. */
  ownVotes: Counts;
  /** Whether this guest has voted on this page. */
  hasVoted: boolean;
  /** Whether own votes of this round could not be sent so far. */
  areVotesDelayed: boolean;
  /** Own votes of this round or the previous one that were not counted. */
  refusedVotes: { roundId: string; votes: number } | null;
  /** The records up to the last round that is over. */
  leaderboard: LeaderboardEntry[];
  /** The records up to the round before, whose votes are all counted. */
  settledRecords: LeaderboardEntry[];
  /** The results of recent rounds, newest first. */
  recentRounds: RoundResult[];
  messages: Message[];
  /** The chat room of this screen; null until it is known. */
  chatRoom: ChatRoom | null;
  /** The last change of the chat room, and the id of the last message before it, if there was one. */
  roomChange: (ChatRoom & { after: string | null }) | null;
  connection: Connection;
  /** The end of this guest's identity id, which identifies own messages; null until it is known. */
  sender: string | null;
  /** The same before the page was reloaded; null if it was not. */
  senderBeforeReload: string | null;
}

export type ShowEvent =
  | { type: 'snapshotArrived'; snapshot: PublicSnapshot }
  | { type: 'roundStarted'; round: CurrentRound }
  | { type: 'scoresPublished'; update: ScoresUpdate }
  | { type: 'countedUp'; leftMs: number }
  | { type: 'voteCast'; roundId: string; category: Category }
  | { type: 'ownVotesKnown'; roundId: string; votes: Counts }
  | { type: 'votesDelayed'; roundId: string }
  | { type: 'votesRefused'; roundId: string; refused: Counts }
  | { type: 'messageReceived'; message: Message }
  | { type: 'controlsChanged'; controls: ShowControls; now: number }
  | { type: 'conversationRestored'; conversation: StoredConversation }
  | { type: 'roomEntered'; chatRoom: ChatRoom }
  | { type: 'connectionChanged'; connection: Connection }
  | { type: 'guestKnown'; sender: string };

/** The state before the first snapshot. */
export const emptyShow: ShowState = {
  round: null,
  controls: defaultControls,
  removedMessages: new Set(),
  counts: noVotes,
  shown: noVotes,
  serverTotals: noVotes,
  voters: 0,
  favourites: noVotes,
  ownVotes: noVotes,
  hasVoted: false,
  areVotesDelayed: false,
  refusedVotes: null,
  leaderboard: [],
  settledRecords: [],
  recentRounds: [],
  messages: [],
  chatRoom: null,
  roomChange: null,
  connection: 'connecting',
  sender: null,
  senderBeforeReload: null,
};

/** Returns the state after an event, or the same state if nothing changes. */
export function showReducer(state: ShowState, event: ShowEvent): ShowState {
  switch (event.type) {
    case 'snapshotArrived': {
      const { round, scores, leaders, recentRounds = [], show, serverTime } = event.snapshot;
      const controlled = show ? control(state, show, serverTime) : state;
      const started = round ? startRound(controlled, round) : controlled;
      // A cached answer may be from before the leaderboard was reset.
      const isReset = (show?.leaderboardResetAt ?? 0) < (started.controls.leaderboardResetAt ?? 0);
      const settled = isReset ? started : { ...started, settledRecords: mergeRecords(started.settledRecords, leaders) };
      const merged = scores ? mergeScores(settled, scores) : settled;
      return { ...withRecentRounds(merged, recentRounds), shown: merged.counts };
    }
    case 'roundStarted':
      return startRound(state, event.round);
    case 'scoresPublished':
      return mergeScores(state, event.update.scores);
    case 'countedUp':
      return { ...state, shown: countedUp(state.shown, state.counts, event.leftMs) };
    case 'voteCast':
      if (event.roundId !== state.round?.roundId) return state;
      return {
        ...state,
        counts: plusOne(state.counts, event.category),
        shown: plusOne(state.shown, event.category),
        ownVotes: plusOne(state.ownVotes, event.category),
        hasVoted: true,
      };
    case 'ownVotesKnown':
      if (event.roundId !== state.round?.roundId) return state;
      // The server may not have counted those from before a reload.
      return {
        ...state,
        counts: greaterOf(state.counts, event.votes),
        shown: greaterOf(state.shown, event.votes),
        ownVotes: greaterOf(state.ownVotes, event.votes),
        areVotesDelayed: false,
      };
    case 'votesDelayed':
      if (event.roundId !== state.round?.roundId || state.areVotesDelayed) return state;
      return { ...state, areVotesDelayed: true };
    case 'votesRefused':
      return refuse(state, event.roundId, event.refused);
    case 'messageReceived':
      return receive(state, event.message);
    case 'controlsChanged':
      return control(state, event.controls, event.now);
    case 'conversationRestored': {
      const { messages, chatRoom, sender } = event.conversation;
      return { ...state, messages, chatRoom, senderBeforeReload: sender };
    }
    case 'roomEntered':
      return enterRoom(state, event.chatRoom);
    case 'connectionChanged':
      return state.connection === event.connection ? state : { ...state, connection: event.connection };
    case 'guestKnown':
      return state.sender === event.sender ? state : { ...state, sender: event.sender };
  }
}

function startRound(state: ShowState, round: CurrentRound): ShowState {
  if (state.round && round.startsAt <= state.round.startsAt) return state;
  const { serverTotals, voters, favourites } = state;
  const ended = state.round && resultOf(state.round, { ...serverTotals, voters, favourites });
  return {
    ...(ended ? withRecentRounds(state, [ended]) : state),
    round: withEarlyEnd(round, state.controls),
    counts: noVotes,
    shown: noVotes,
    serverTotals: noVotes,
    voters: 0,
    favourites: noVotes,
    ownVotes: noVotes,
    areVotesDelayed: false,
  };
}

/** Applies what hosts have set, unless it is older than what is known. */
function control(state: ShowState, controls: ShowControls, now: number): ShowState {
  const { controls: before, round } = state;
  if (controls.version <= before.version) return state;
  const continuedAt = before.isPaused && !controls.isPaused ? now : undefined;
  const next: ShowState = {
    ...state,
    controls,
    removedMessages: removedAfter(state.removedMessages, before.removedMessages, controls.removedMessages),
    round: round && withEarlyEnd(round, controls, continuedAt),
  };
  const isReset = (controls.leaderboardResetAt ?? 0) > (before.leaderboardResetAt ?? 0);
  return isReset ? { ...next, leaderboard: [], settledRecords: [] } : next;
}

function mergeScores(state: ShowState, scores: Scores): ShowState {
  if (scores.roundId !== state.round?.roundId) return withLateScores(state, scores);
  const serverTotals = greaterOf(state.serverTotals, countsOf(scores));
  // Favourites change, so they are those of the newest totals.
  const isNewer = totalOf(scores) >= totalOf(state.serverTotals);
  return {
    ...state,
    serverTotals,
    counts: greaterOf(state.counts, serverTotals),
    voters: Math.max(state.voters, scores.voters),
    favourites: isNewer ? (scores.favourites ?? state.favourites) : state.favourites,
  };
}

/** The last votes of a round are counted after its end. */
function withLateScores(state: ShowState, scores: Scores): ShowState {
  const result = state.recentRounds.find(({ roundId }) => roundId === scores.roundId);
  return result ? withRecentRounds(state, [{ ...result, ...scores }]) : state;
}

/** Adds results. The votes of the last round may still be counted; the records of those before it are final. */
function withRecentRounds(state: ShowState, results: RoundResult[]): ShowState {
  const recentRounds = withResults(state.recentRounds, results);
  const [last, ...settled] = recentRounds.filter(isCountedAfter(state.controls.leaderboardResetAt));
  const settledRecords = settled.reduceRight(raisedBy, state.settledRecords);
  const leaderboard = last ? raisedBy(settledRecords, last) : settledRecords;
  return { ...state, recentRounds, settledRecords, leaderboard: unlessChanged(state.leaderboard, leaderboard) };
}

/** Subtracts votes that the server has not counted. No other event decreases a counter. */
function refuse(state: ShowState, roundId: string, refused: Counts): ShowState {
  const notice: ShowState = { ...state, refusedVotes: { roundId, votes: totalOf(refused) } };
  if (roundId !== state.round?.roundId) return notice;
  const counts = greaterOf(excessOf(state.counts, refused), state.serverTotals);
  const ownVotes = excessOf(state.ownVotes, refused);
  return { ...notice, counts, shown: lesserOf(state.shown, counts), ownVotes, areVotesDelayed: false };
}

function receive(state: ShowState, message: Message): ShowState {
  if (state.messages.some(({ id }) => id === message.id)) return state;
  const messages = [...state.messages, message];
  return { ...state, messages: messages.length > maxMessages ? messages.slice(messagesPerGroup) : messages };
}

/** Who stays in a room while others join or leave it is told only if it is the first time that there are rooms. */
function enterRoom(state: ShowState, chatRoom: ChatRoom): ShowState {
  const before = state.chatRoom;
  if (before?.room === chatRoom.room && before.rooms === chatRoom.rooms) return state;
  const isChange = before !== null && (before.room !== chatRoom.room || before.rooms === 1 || chatRoom.rooms === 1);
  const roomChange = isChange ? { ...chatRoom, after: state.messages.at(-1)?.id ?? null } : state.roomChange;
  return { ...state, chatRoom, roomChange };
}

function plusOne(counts: Counts, category: Category): Counts {
  return { ...counts, [category]: counts[category] + 1 };
}
