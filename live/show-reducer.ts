/**
 * The state of the screen, as a pure reducer with named events.
 *
 * A counter increases by one with each own vote, and to the server's total if that is greater. So within a round it
 * never decreases, never exceeds the number of votes cast, and ends at the server's total.
 */
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import type { LeaderboardEntry, Message, RoundResult, Scores, ScoresUpdate, CurrentRound, Snapshot } from './backend';
import { countsOf, excessOf, greaterOf, totalOf } from './counts';
import { resultOf, withResults } from './recent-rounds';

/** Older messages are removed. */
export const maxMessages = 200;

/** `blocked`: the backend answers, but its WebSocket cannot be opened, as behind some proxies. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'blocked';

export interface ShowState {
  round: CurrentRound | null;
  /** The counters on the screen. */
  counts: Counts;
  /** The last known totals of the server. */
  serverTotals: Counts;
  /** The last known number of guests who have voted in this round. */
  voters: number;
  /** The votes of this guest in this round. */
  ownVotes: Counts;
  /** Own votes of this round or the previous one that were not counted. */
  refusedVotes: { roundId: string; votes: number } | null;
  leaderboard: LeaderboardEntry[];
  /** The results of recent rounds, newest first. */
  recentRounds: RoundResult[];
  messages: Message[];
  connection: Connection;
  /** The end of this guest's identity id, which identifies own messages; null until it is known. */
  sender: string | null;
}

export type ShowEvent =
  | { type: 'snapshotArrived'; snapshot: Snapshot }
  | { type: 'roundStarted'; round: CurrentRound }
  | { type: 'scoresPublished'; update: ScoresUpdate }
  | { type: 'recentRoundsArrived'; rounds: RoundResult[] }
  | { type: 'voteCast'; roundId: string; category: Category }
  | { type: 'ownVotesKnown'; roundId: string; votes: Counts }
  | { type: 'votesRefused'; roundId: string; refused: Counts }
  | { type: 'messageReceived'; message: Message }
  | { type: 'connectionChanged'; connection: Connection }
  | { type: 'guestKnown'; sender: string };

/** The state before the first snapshot. */
export const emptyShow: ShowState = {
  round: null,
  counts: noVotes,
  serverTotals: noVotes,
  voters: 0,
  ownVotes: noVotes,
  refusedVotes: null,
  leaderboard: [],
  recentRounds: [],
  messages: [],
  connection: 'connecting',
  sender: null,
};

/** Returns the state after an event, or the same state if nothing changes. */
export function showReducer(state: ShowState, event: ShowEvent): ShowState {
  switch (event.type) {
    case 'snapshotArrived': {
      const { round, scores, leaders } = event.snapshot;
      const started = round ? startRound(state, round) : state;
      return mergeScores(started, { scores: scores ?? null, leaders });
    }
    case 'roundStarted':
      return startRound(state, event.round);
    case 'scoresPublished':
      return mergeScores(state, event.update);
    case 'recentRoundsArrived':
      return { ...state, recentRounds: withResults(state.recentRounds, event.rounds) };
    case 'voteCast':
      if (event.roundId !== state.round?.roundId) return state;
      return {
        ...state,
        counts: plusOne(state.counts, event.category),
        ownVotes: plusOne(state.ownVotes, event.category),
      };
    case 'ownVotesKnown':
      if (event.roundId !== state.round?.roundId) return state;
      return { ...state, ownVotes: greaterOf(state.ownVotes, event.votes) };
    case 'votesRefused':
      return refuse(state, event.roundId, event.refused);
    case 'messageReceived':
      return receive(state, event.message);
    case 'connectionChanged':
      return state.connection === event.connection ? state : { ...state, connection: event.connection };
    case 'guestKnown':
      return state.sender === event.sender ? state : { ...state, sender: event.sender };
  }
}

function startRound(state: ShowState, round: CurrentRound): ShowState {
  if (state.round && round.startsAt <= state.round.startsAt) return state;
  const { recentRounds, serverTotals, voters } = state;
  const endedRound = state.round && resultOf(state.round, { ...serverTotals, voters });
  return {
    ...state,
    recentRounds: endedRound ? withResults(recentRounds, [endedRound]) : recentRounds,
    round,
    counts: noVotes,
    serverTotals: noVotes,
    voters: 0,
    ownVotes: noVotes,
  };
}

function mergeScores(
  state: ShowState,
  { scores, leaders }: { scores: Scores | null; leaders: LeaderboardEntry[] },
): ShowState {
  const leaderboard = mergeLeaderboards(state.leaderboard, leaders);
  if (scores === null) return { ...state, leaderboard };
  if (scores.roundId !== state.round?.roundId) {
    return { ...state, leaderboard, recentRounds: withLateScores(state.recentRounds, scores) };
  }
  const serverTotals = greaterOf(state.serverTotals, countsOf(scores));
  return {
    ...state,
    leaderboard,
    serverTotals,
    counts: greaterOf(state.counts, serverTotals),
    voters: Math.max(state.voters, scores.voters),
  };
}

/** The last votes of a round are counted after its end. */
function withLateScores(recent: RoundResult[], scores: Scores): RoundResult[] {
  const result = recent.find(({ roundId }) => roundId === scores.roundId);
  return result ? withResults(recent, [{ ...result, ...countsOf(scores), voters: scores.voters }]) : recent;
}

/**
 * Merges records in the order of the vote buttons. Records only increase, so the greater one is the newer. Each update
 * contains them and they seldom change; then the same array is returned and nothing renders again.
 */
function mergeLeaderboards(known: LeaderboardEntry[], news: LeaderboardEntry[]): LeaderboardEntry[] {
  const merged = categories.flatMap((category) => {
    const ofCategory = (entry: LeaderboardEntry) => entry.category === category;
    const [old, fresh] = [known.find(ofCategory), news.find(ofCategory)];
    if (old && fresh) return fresh.votes > old.votes ? fresh : old;
    return old ?? fresh ?? [];
  });
  return merged.length === known.length && merged.every((entry) => known.includes(entry)) ? known : merged;
}

/** Subtracts votes that the server has not counted. No other event decreases a counter. */
function refuse(state: ShowState, roundId: string, refused: Counts): ShowState {
  const notice: ShowState = { ...state, refusedVotes: { roundId, votes: totalOf(refused) } };
  if (roundId !== state.round?.roundId) return notice;
  const counts = greaterOf(excessOf(state.counts, refused), state.serverTotals);
  return { ...notice, counts, ownVotes: excessOf(state.ownVotes, refused) };
}

function receive(state: ShowState, message: Message): ShowState {
  if (state.messages.some(({ id }) => id === message.id)) return state;
  return { ...state, messages: [...state.messages, message].slice(-maxMessages) };
}

function plusOne(counts: Counts, category: Category): Counts {
  return { ...counts, [category]: counts[category] + 1 };
}
