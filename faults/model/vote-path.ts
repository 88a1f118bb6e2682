/**
 * The way of a vote as a model small enough to be explored whole: client batcher, ballot, stream, tally, publish,
 * screen; two voters, two rounds, and a number of faults that may strike anywhere. Times are left out: whatever can
 * come in another order, does.
 */
import type { Model, Step } from './explore';

/** Rules of the system, each of which can be left out to see what it is for. */
export interface Rules {
  /** `castVotes` refuses totals that fall. */
  ballotsOnlyRise: boolean;
  /** The stream outlives the process. */
  streamIsDurable: boolean;
  /** A write that was begun is looked after at the next start. */
  begunIsSettled: boolean;
  /** The tally adds a batch on the condition that the round does not know its ends. */
  batchIsCondition: boolean;
  /** Of a longer batch that begins as a known one, what follows the known one is counted. */
  restIsCounted: boolean;
  /** A call carries running totals. */
  callsCarryTotals: boolean;
  /** A screen asks for a snapshot when it has reconnected. */
  screensAskAgain: boolean;
}

export const allRules: Rules = {
  ballotsOnlyRise: true, streamIsDurable: true, begunIsSettled: true, batchIsCondition: true,
  restIsCounted: true, callsCarryTotals: true, screensAskAgain: true,
};

/** What each voter casts in each round. */
const castBy = [[2, 1], [1, 1]] as const;
const rounds = [0, 1] as const;
const voters = [0, 1] as const;

interface Call {
  voter: number;
  round: number;
  votes: number;
  /** Whether its sender still waits for the answer. */
  awaited: boolean;
}

interface Change {
  voter: number;
  round: number;
  from: number;
  to: number;
}

interface State {
  faults: number;
  /** The round on screen; votes for an earlier one are refused. */
  round: number;
  /** By voter and round: cast, acknowledged, being sent, given up. */
  cast: number[][];
  acknowledged: number[][];
  refused: boolean[][];
  calls: Call[];
  ballots: number[][];
  /** The highest total that each ballot ever had. */
  begun: Change[];
  stream: Change[];
  /** Records that the reader is done with; the end of the batch under way. */
  done: number;
  taken: number | null;
  isCounted: boolean;
  totals: number[];
  /** By round: positions that a counted batch began or ended with. */
  ends: number[][];
  publications: { round: number; total: number }[];
  screens: { totals: number[]; isStale: boolean }[];
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const at = (table: number[][], voter: number, round: number) => table[voter]?.[round] ?? 0;
const ballotsOf = (state: State, round: number) => sum(voters.map((voter) => at(state.ballots, voter, round)));

function initial(faults: number): State {
  const none = () => voters.map(() => rounds.map(() => 0));
  return {
    faults, round: 0, cast: none(), acknowledged: none(), refused: voters.map(() => rounds.map(() => false)), calls: [],
    ballots: none(), begun: [], stream: [], done: 0, taken: null, isCounted: false, totals: [0, 0], ends: [[], []],
    publications: [], screens: voters.map(() => ({ totals: [0, 0], isStale: false })),
  };
}

/** A copy, changed. */
function after(state: State, change: (next: State) => void): State {
  const next = structuredClone(state);
  change(next);
  return next;
}

function set<T>(table: T[][], row: number, column: number, value: T): void {
  const cells = table[row];
  if (cells) cells[column] = value;
}

const isUnsent = (state: State, voter: number, round: number) =>
  at(state.cast, voter, round) > at(state.acknowledged, voter, round) && !state.refused[voter]?.[round];
const isSending = (state: State, voter: number, round: number) =>
  state.calls.some((call) => call.awaited && call.voter === voter && call.round === round);

function clientSteps(state: State): Step<State>[] {
  return voters.flatMap((voter) =>
    rounds.flatMap((round) => {
      const steps: Step<State>[] = [];
      const cast = at(state.cast, voter, round);
      if (round === state.round && cast < (castBy[voter]?.[round] ?? 0)) {
        steps.push({ name: `voter ${voter} votes in round ${round}`, to: after(state, (next) => set(next.cast, voter, round, cast + 1)) });
      }
      if (isUnsent(state, voter, round) && !isSending(state, voter, round)) {
        const call = { voter, round, votes: cast, awaited: true };
        steps.push({ name: `voter ${voter} sends ${cast} for round ${round}`, to: after(state, (next) => next.calls.push(call)) });
      }
      return steps;
    }),
  );
}

function serverSteps(state: State, rules: Rules): Step<State>[] {
  return state.calls.flatMap((call, index) => {
    const { voter, round, votes, awaited } = call;
    const name = `call of voter ${voter} with ${votes} for round ${round}`;
    const taken = (change: (next: State) => void) =>
      after(state, (next) => {
        next.calls.splice(index, 1);
        change(next);
      });
    const fault = (change: (next: State) => void) => taken((next) => {
      next.faults -= 1;
      change(next);
    });
    const answer = (next: State) => {
      if (awaited) set(next.acknowledged, voter, round, Math.max(at(next.acknowledged, voter, round), Math.min(votes, at(next.ballots, voter, round))));
    };
    const write = (next: State): Change | undefined => {
      const before = at(next.ballots, voter, round);
      const to = rules.callsCarryTotals ? votes : before + votes;
      if (round < next.round || to === before || (rules.ballotsOnlyRise && to < before)) return undefined;
      set(next.ballots, voter, round, to);
      return { voter, round, from: before, to };
    };
    const apply = (next: State) => {
      const change = write(next);
      if (change) next.stream.push(change);
    };
    const isOver = round < state.round;
    const steps: Step<State>[] = [
      {
        name: `${name}: ${isOver ? 'refused' : 'applied'}`,
        to: taken((next) => {
          apply(next);
          if (isOver && awaited) set(next.refused, voter, round, true);
          else answer(next);
        }),
      },
    ];
    if (state.faults === 0) return steps;
    steps.push(
      { name: `${name}: lost`, to: fault(() => undefined) },
      { name: `${name}: applied, answer lost`, to: fault(apply) },
      { name: `${name}: doubled`, to: after(state, (next) => void (next.calls.push({ ...call, awaited: false }), (next.faults -= 1))) },
      // The backend dies between the ballot and its record.
      { name: `${name}: written, and the backend dies`, to: fault((next) => {
        const change = write(next);
        if (change) next.begun.push(change);
        die(next, rules);
      }) },
    );
    if (awaited) {
      steps.push({ name: `${name}: not answered in time`, to: after(state, (next) => {
        next.faults -= 1;
        const late = next.calls[index];
        if (late) late.awaited = false;
      }) });
    }
    return steps;
  });
}

/** The process ends; it starts again at once, as far as the model is concerned. */
function die(next: State, rules: Rules): void {
  if (!rules.streamIsDurable) next.stream.length = next.done;
  if (rules.begunIsSettled) next.stream.push(...next.begun.splice(0));
  next.isCounted = false;
  if (next.taken !== null && next.taken > next.stream.length) next.taken = null;
  next.publications = [];
  for (const screen of next.screens) screen.isStale = true;
}

/** As `count.ts` does: what is new of a batch. */
function countBatch(next: State, rules: Rules): void {
  const batch = next.stream.slice(next.done, next.taken ?? next.done).map((change, index) => ({ ...change, position: next.done + index }));
  for (const round of rounds) {
    let changes = batch.filter((change) => change.round === round);
    const known = next.ends[round] ?? [];
    const isKnown = (position: number | undefined) => position !== undefined && known.includes(position);
    if (rules.batchIsCondition && (isKnown(changes[0]?.position) || isKnown(changes.at(-1)?.position))) {
      changes = rules.restIsCounted ? changes.slice(changes.findLastIndex(({ position }) => isKnown(position)) + 1) : [];
    }
    const [first, last] = [changes[0], changes.at(-1)];
    if (!first || !last) continue;
    next.totals[round] = (next.totals[round] ?? 0) + sum(changes.map(({ from, to }) => to - from));
    next.ends[round] = [...new Set([...known, first.position, last.position])].toSorted();
  }
}

function tallySteps(state: State, rules: Rules): Step<State>[] {
  const steps: Step<State>[] = [];
  if (state.taken === null) {
    if (state.done < state.stream.length) steps.push({ name: 'a batch is taken', to: after(state, (next) => void (next.taken = next.stream.length)) });
    return steps;
  }
  const withFault = (name: string, change: (next: State) => void) => {
    if (state.faults > 0) steps.push({ name, to: after(state, (next) => {
      next.faults -= 1;
      change(next);
    }) });
  };
  if (!state.isCounted) {
    steps.push({ name: 'the batch is counted', to: after(state, (next) => {
      countBatch(next, rules);
      next.isCounted = true;
    }) });
    withFault('the batch is counted, and the tally fails', (next) => countBatch(next, rules));
  } else {
    steps.push({ name: 'the totals are published', to: after(state, (next) => {
      for (const { round } of next.stream.slice(next.done, next.taken ?? 0)) {
        if (!next.publications.some((publication) => publication.round === round && publication.total === next.totals[round])) {
          next.publications.push({ round, total: next.totals[round] ?? 0 });
        }
      }
      next.done = next.taken ?? next.done;
      [next.taken, next.isCounted] = [null, false];
    }) });
    withFault('the totals are not published, and the batch comes again', (next) => void (next.isCounted = false));
  }
  withFault('the poller dies, and the batch comes again with what has come since', (next) => void ([next.taken, next.isCounted] = [null, false]));
  withFault('the backend dies', (next) => die(next, rules));
  return steps;
}

function screenSteps(state: State, rules: Rules): Step<State>[] {
  const publications = state.publications.map(({ round, total }, index) => ({
    name: `every screen hears ${total} of round ${round}`,
    to: after(state, (next) => {
      next.publications.splice(index, 1);
      for (const screen of next.screens) if (!screen.isStale) screen.totals[round] = Math.max(screen.totals[round] ?? 0, total);
    }),
  }));
  const screens = state.screens.flatMap((screen, index) => {
    const steps: Step<State>[] = [];
    if (screen.isStale) {
      steps.push({ name: `screen ${index} reconnects`, to: after(state, (next) => {
        const own = next.screens[index];
        if (!own) return;
        own.isStale = false;
        if (rules.screensAskAgain) own.totals[next.round] = Math.max(own.totals[next.round] ?? 0, next.totals[next.round] ?? 0);
      }) });
    } else if (state.faults > 0) {
      steps.push({ name: `screen ${index} loses its socket`, to: after(state, (next) => {
        next.faults -= 1;
        const own = next.screens[index];
        if (own) own.isStale = true;
      }) });
    }
    return steps;
  });
  return [...publications, ...screens];
}

/** @param faults - how many may strike */
export function votePath(faults: number, rules: Rules = allRules): Model<State> {
  const steps = (state: State) => [
    ...clientSteps(state),
    ...serverSteps(state, rules),
    ...tallySteps(state, rules),
    ...screenSteps(state, rules),
    ...(state.round === 0 ? [{ name: 'round 1 starts', to: after(state, (next) => void (next.round = 1)) }] : []),
  ];
  const isQuiet = (state: State) => steps({ ...state, faults: 0 }).length === 0;
  return {
    initial: initial(faults),
    steps,
    isQuiet,
    invariants: {
      'nothing is counted that was not voted': (state) => rounds.every((round) => (state.totals[round] ?? 0) <= ballotsOf(state, round)),
      'no more is stored than was cast': (state) =>
        voters.every((voter) => rounds.every((round) => at(state.ballots, voter, round) <= at(state.cast, voter, round))),
      'what is acknowledged is stored': (state) =>
        voters.every((voter) => rounds.every((round) => at(state.acknowledged, voter, round) <= at(state.ballots, voter, round))),
      'totals only rise': (state, before) => rounds.every((round) => (state.totals[round] ?? 0) >= (before.totals[round] ?? 0)),
      'no screen shows more than was counted': (state) =>
        state.screens.every((screen) => rounds.every((round) => (screen.totals[round] ?? 0) <= (state.totals[round] ?? 0))),
    },
    finally: {
      'every acknowledged vote is counted': (state) => rounds.every((round) => (state.totals[round] ?? 0) >= sum(voters.map((voter) => at(state.acknowledged, voter, round)))),
      'everything stored is counted once': (state) => rounds.every((round) => state.totals[round] === ballotsOf(state, round)),
      'all screens agree on the round': (state) => state.screens.every((screen) => screen.totals[1] === state.totals[1]),
    },
  };
}
