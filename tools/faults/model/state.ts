/** The state of the vote path model, and the rules that a test can switch off. */

/** Each rule models a safeguard in the code. Without it, an invariant must break. */
export interface Rules {
  /** Calls contain running totals rather than increments. */
  callsCarryTotals: boolean;
  /** `castVotes` refuses totals that fall. */
  ballotsOnlyRise: boolean;
  /** The stream survives a restart. */
  streamIsDurable: boolean;
  /** The next write of the same item, or the next start, records a pending change. */
  begunIsSettled: boolean;
  /** The tally skips changes at or below the watermark. */
  countedIsSkipped: boolean;
  /** If a batch begins with counted changes, the changes above the watermark are counted. */
  restIsCounted: boolean;
  /** A screen requests a snapshot when it reconnects. */
  screensAskAgain: boolean;
  /** A screen requests the snapshot after it has subscribed, so that it misses no publication in between. */
  screensAskAfterwards: boolean;
  /** A screen keeps the greater of two totals. */
  screensMerge: boolean;
}

export const allRules: Rules = {
  callsCarryTotals: true,
  ballotsOnlyRise: true,
  streamIsDurable: true,
  begunIsSettled: true,
  countedIsSkipped: true,
  restIsCounted: true,
  screensAskAgain: true,
  screensAskAfterwards: true,
  screensMerge: true,
};

/** A number for each voter and round. */
export type Table = readonly (readonly number[])[];

/** How often each voter votes in each round. One category is enough, since categories are independent. */
export type VotePlan = Table;

export const voters = [0, 1] as const;
export const rounds = [0, 1] as const;

export interface Call {
  voter: number;
  round: number;
  votes: number;
}

/** A stream record as the tally reads it. It does not contain the voter, which reduces the number of states. */
export interface Change {
  round: number;
  votes: number;
}

export interface Screen {
  round: number;
  total: number;
  connection: 'live' | 'lost' | 'asking' | 'has asked';
}

export interface State {
  /** 0: round 0 is current. 1: round 1 is current, round 0 is in its grace period. 2: only round 1 accepts votes. */
  phase: number;
  cast: Table;
  acknowledged: Table;
  /** The votes in the call whose answer the client is waiting for; 0 if there is none. */
  sending: Table;
  /** Calls in transit that the client has given up. */
  late: readonly Call[];
  ballots: Table;
  /** Ballots whose change is not in the stream yet, as they were before the write. */
  pendingChanges: readonly Call[];
  /** The records that the reader has not finished. */
  stream: readonly Change[];
  /** By round: the watermark, as the number of records in `stream` up to the last counted one. */
  watermarks: readonly number[];
  /** The size of the batch that is counted but not finished; 0 if there is none. */
  counted: number;
  totals: readonly number[];
  screens: readonly Screen[];
  /** Totals in transit to one screen that later totals have overtaken. */
  delayedTotals: readonly { screen: number; round: number; total: number }[];
}

const none = voters.map(() => rounds.map(() => 0));

const nothingYet: State = {
  phase: 0,
  cast: none,
  acknowledged: none,
  sending: none,
  late: [],
  ballots: none,
  pendingChanges: [],
  stream: [],
  watermarks: [0, 0],
  counted: 0,
  totals: [0, 0],
  screens: [],
  delayedTotals: [],
};

/** @param hasScreens - whether each voter has a screen; without screens, only votes and totals are modeled */
export const initial = (hasScreens: boolean): State =>
  hasScreens ? { ...nothingYet, screens: voters.map(() => ({ round: 0, total: 0, connection: 'live' })) } : nothingYet;

const calls = (list: readonly Call[]) => list.map(({ voter, round, votes }) => `${voter}.${round}.${votes}`).join('/');

/** Identifies a state. Serializing it as JSON would take most of the exploration's time. */
export const keyOf = (state: State): string =>
  [
    state.phase,
    state.cast,
    state.acknowledged,
    state.sending,
    calls(state.late),
    state.ballots,
    calls(state.pendingChanges),
    state.stream.map(({ round, votes }) => `${round}.${votes}`).join('/'),
    state.watermarks,
    state.counted,
    state.totals,
    state.screens.map(({ round, total, connection }) => `${round}.${total}.${connection}`).join('/'),
    state.delayedTotals.map(({ screen, round, total }) => `${screen}.${round}.${total}`).join('/'),
  ].join(' ');

export const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
export const cellAt = (table: Table, row: number, column: number): number => table[row]?.[column] ?? 0;
export const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, other) => other !== index);
export const replaced = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((old, other) => (other === index ? item : old));
export const withCell = (table: Table, row: number, column: number, value: number): Table =>
  table.map((cells, index) => (index === row ? replaced(cells, column, value) : cells));

/** Whether a round accepts votes: it has started, and its grace period is not over. */
export const isOpen = ({ phase }: State, round: number): boolean => (round === 0 ? phase < 2 : phase > 0);
export const hasPendingChange = ({ pendingChanges: begun }: State, voter: number, round: number): boolean =>
  begun.some((call) => call.voter === voter && call.round === round);
export const currentRound = ({ phase }: State): number => (phase === 0 ? 0 : 1);
export const votesInBallots = ({ ballots }: State, round: number): number =>
  sum(voters.map((voter) => cellAt(ballots, voter, round)));
