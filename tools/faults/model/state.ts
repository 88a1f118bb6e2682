/** What the model of the way of a vote knows, and the rules of the system that can be left out of it. */

/** Each rule stands for a line of the system; left out, something must break. */
export interface Rules {
  /** A call carries running totals, no increments. */
  callsCarryTotals: boolean;
  /** `castVotes` takes no totals that fall. */
  ballotsOnlyRise: boolean;
  /** The stream outlives the process. */
  streamIsDurable: boolean;
  /** A write that was begun is looked after by the next write on its item, and at the next start. */
  begunIsSettled: boolean;
  /** The tally compares a batch with those that the round knows. */
  batchesAreKnown: boolean;
  /** Of a longer batch, what follows the known one is counted. */
  longerIsCounted: boolean;
  /** A batch that begins as a known one and ends inside of it is known. */
  shorterIsKnown: boolean;
  /** A round is marked once a batch has ended inside of a known one. */
  recutIsMarked: boolean;
  /** A screen asks for a snapshot when it has reconnected. */
  screensAskAgain: boolean;
  /** ... and not before, since what is published in between would be missed. */
  screensAskAfterwards: boolean;
  /** A screen takes the greater of two totals. */
  screensMerge: boolean;
}

export const allRules: Rules = {
  callsCarryTotals: true,
  ballotsOnlyRise: true,
  streamIsDurable: true,
  begunIsSettled: true,
  batchesAreKnown: true,
  longerIsCounted: true,
  shorterIsKnown: true,
  recutIsMarked: true,
  screensAskAgain: true,
  screensAskAfterwards: true,
  screensMerge: true,
};

/** A number for each voter and round. */
export type Table = readonly (readonly number[])[];

/** How often each voter votes in each round; always in the same category, since categories never meet. */
export type VotePlan = Table;

export const voters = [0, 1] as const;
export const rounds = [0, 1] as const;

export interface Call {
  voter: number;
  round: number;
  votes: number;
}

/** What a record of the stream tells, as far as the tally looks: not whose it is, so that fewer states are different. */
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
  /** 0: round 0 is on. 1: round 1 is on, and round 0 has its grace. 2: round 1 is on, and round 0 takes no votes. */
  phase: number;
  cast: Table;
  acknowledged: Table;
  /** What the call under way carries, that its client waits for; 0 where there is none. */
  sending: Table;
  /** Calls that nobody waits for any more. */
  late: readonly Call[];
  ballots: Table;
  /** Ballots that were written, but not told of: as they were before. */
  pendingChanges: readonly Call[];
  /** What the reader of the stream is not done with. */
  stream: readonly Change[];
  /** By round: places in `stream` where counted batches begin and end. What they were before does not come again. */
  firsts: Table;
  lasts: Table;
  isRecut: readonly boolean[];
  /** How many changes the batch holds that is counted, but not yet published and done with. */
  counted: number;
  totals: readonly number[];
  screens: readonly Screen[];
  /** Totals on their way to one screen, overtaken by others. */
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
  firsts: [[], []],
  lasts: [[], []],
  isRecut: [false, false],
  counted: 0,
  totals: [0, 0],
  screens: [],
  delayedTotals: [],
};

/** @param hasScreens - a screen for each voter; without them only the votes are looked at */
export const initial = (hasScreens: boolean): State =>
  hasScreens ? { ...nothingYet, screens: voters.map(() => ({ round: 0, total: 0, connection: 'live' })) } : nothingYet;

const places = (table: Table) => table.map((row) => row.join('.')).join('/');
const calls = (list: readonly Call[]) => list.map(({ voter, round, votes }) => `${voter}.${round}.${votes}`).join('/');

/** The same text for the same state; JSON would take most of the exploration's time. */
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
    places(state.firsts),
    places(state.lasts),
    state.isRecut.map(Number),
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

/** Whether a round takes votes: it has begun, and its grace is not over. */
export const isOpen = ({ phase }: State, round: number): boolean => (round === 0 ? phase < 2 : phase > 0);
export const hasPendingChange = ({ pendingChanges: begun }: State, voter: number, round: number): boolean =>
  begun.some((call) => call.voter === voter && call.round === round);
export const currentRound = ({ phase }: State): number => (phase === 0 ? 0 : 1);
export const votesInBallots = ({ ballots }: State, round: number): number =>
  sum(voters.map((voter) => cellAt(ballots, voter, round)));
