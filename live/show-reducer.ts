/**
 * What the screen shows, as one pure reducer with named events.
 *
 * A counter rises by one with every own vote and rises to the server's total whenever that is greater.
 * So it never falls within a round, never passes what was truly cast, and ends at the server's total.
 */
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import type { LeaderboardEntry, Message, RoundResult, Scores, ScoresUpdate, CurrentRound, Snapshot } from './backend';
import { countsOf, excessOf, greaterOf, totalOf } from './counts';
import { resultOf, withResults } from './recent-rounds';

/** Older messages leave the screen. */
export const maxMessages = 200;

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

export interface ShowState {
  round: CurrentRound | null;
  /** The counters on the screen. */
  counts: Counts;
  /** The server's totals, as far as it has told. */
  tallied: Counts;
  /** Guests who have voted in this round, as far as the server has told. */
  voters: number;
  /** What this guest has voted in this round. */
  mine: Counts;
  /** Own votes of the last round or this one that came too late to count. */
  refused: { roundId: string; votes: number } | null;
  leaders: LeaderboardEntry[];
  /** The rounds just shown, newest first. */
  recent: RoundResult[];
  messages: Message[];
  connection: Connection;
  /** The end of the own identity id, which marks own messages; null until it is known. */
  sender: string | null;
}

export type ShowEvent =
  | { type: 'snapshotArrived'; snapshot: Snapshot }
  | { type: 'roundStarted'; round: CurrentRound }
  | { type: 'scoresPublished'; update: ScoresUpdate }
  | { type: 'recentRoundsArrived'; rounds: RoundResult[] }
  | { type: 'voteCast'; roundId: string; category: Category }
  | { type: 'ballotKnown'; roundId: string; votes: Counts }
  | { type: 'votesRefused'; roundId: string; refused: Counts }
  | { type: 'messageReceived'; message: Message }
  | { type: 'connectionChanged'; connection: Connection }
  | { type: 'guestKnown'; sender: string };

export const emptyShow: ShowState = {
  round: null,
  counts: noVotes,
  tallied: noVotes,
  voters: 0,
  mine: noVotes,
  refused: null,
  leaders: [],
  recent: [],
  messages: [],
  connection: 'connecting',
  sender: null,
};

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
      return { ...state, recent: withResults(state.recent, event.rounds) };
    case 'voteCast':
      if (event.roundId !== state.round?.roundId) return state;
      return { ...state, counts: plusOne(state.counts, event.category), mine: plusOne(state.mine, event.category) };
    case 'ballotKnown':
      if (event.roundId !== state.round?.roundId) return state;
      return { ...state, mine: greaterOf(state.mine, event.votes) };
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
  const { recent, tallied, voters } = state;
  const last = state.round && resultOf(state.round, { ...tallied, voters });
  return {
    ...state,
    recent: last ? withResults(recent, [last]) : recent,
    round,
    counts: noVotes,
    tallied: noVotes,
    voters: 0,
    mine: noVotes,
  };
}

function mergeScores(state: ShowState, update: { scores: ScoresUpdate['scores'] | null; leaders: LeaderboardEntry[] }) {
  const leaders = mergeLeaders(state.leaders, update.leaders);
  const { scores } = update;
  if (scores === null) return { ...state, leaders };
  if (scores.roundId !== state.round?.roundId)
    return { ...state, leaders, recent: withLateScores(state.recent, scores) };
  const tallied = greaterOf(state.tallied, countsOf(scores));
  return {
    ...state,
    leaders,
    tallied,
    counts: greaterOf(state.counts, tallied),
    voters: Math.max(state.voters, scores.voters),
  };
}

/** A round's last votes are counted after its end. */
function withLateScores(recent: RoundResult[], scores: Scores): RoundResult[] {
  const result = recent.find(({ roundId }) => roundId === scores.roundId);
  return result ? withResults(recent, [{ ...result, ...countsOf(scores), voters: scores.voters }]) : recent;
}

/**
 * Records are only ever raised, so of two the greater is the newer. Shown in the order of the buttons. They come with
 * every publication and seldom differ: then the same list is returned, and nothing is drawn again.
 */
function mergeLeaders(known: LeaderboardEntry[], news: LeaderboardEntry[]): LeaderboardEntry[] {
  const merged = categories.flatMap((category) => {
    const ofCategory = (entry: LeaderboardEntry) => entry.category === category;
    const [old, fresh] = [known.find(ofCategory), news.find(ofCategory)];
    if (old && fresh) return fresh.votes > old.votes ? fresh : old;
    return old ?? fresh ?? [];
  });
  return merged.length === known.length && merged.every((entry) => known.includes(entry)) ? known : merged;
}

/** The one way down: votes that the server did not take are no longer shown as if it had. */
function refuse(state: ShowState, roundId: string, refused: Counts): ShowState {
  const notice = { ...state, refused: { roundId, votes: totalOf(refused) } };
  if (roundId !== state.round?.roundId) return notice;
  const counts = greaterOf(excessOf(state.counts, refused), state.tallied);
  return { ...notice, counts, mine: excessOf(state.mine, refused) };
}

function receive(state: ShowState, message: Message): ShowState {
  if (state.messages.some(({ id }) => id === message.id)) return state;
  return { ...state, messages: [...state.messages, message].slice(-maxMessages) };
}

function plusOne(counts: Counts, category: Category): Counts {
  return { ...counts, [category]: counts[category] + 1 };
}
