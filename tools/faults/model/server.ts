/**
 * `castVotes.js`, with `local/dynamodb/change-capture.ts` behind it: a ballot is written, its change told of in the
 * stream, and then the call is answered. A refusal by DynamoDB (throttled, in conflict) is to the client what a lost
 * request is.
 */
import type { Step } from './explore';
import {
  cellAt,
  hasPendingChange,
  isOpen,
  withCell,
  replaced,
  rounds,
  voters,
  without,
  type Call,
  type VotePlan,
  type Change,
  type Rules,
  type State,
} from './state';

export function serverSteps(state: State, rules: Rules): Step<State>[] {
  const awaited = voters.flatMap((voter) =>
    rounds.flatMap((round) => {
      const votes = cellAt(state.sending, voter, round);
      return votes > 0 ? awaitedSteps(state, rules, { voter, round, votes }) : [];
    }),
  );
  const late = state.late.map((call, index) => ({
    name: `a late ${nameOf(call)} comes`,
    to: () => told(written({ ...state, late: without(state.late, index) }, rules, call)),
  }));
  return [...awaited, ...late];
}

/** A state without the late calls that cannot change anything any more, so that fewer states are different. */
export function withoutIdleCalls(state: State, rules: Rules): State {
  const isIdle = ({ voter, round, votes }: Call) =>
    !isOpen(state, round) ||
    (rules.ballotsOnlyRise &&
      rules.callsCarryTotals &&
      votes <= cellAt(state.ballots, voter, round) &&
      !hasPendingChange(state, voter, round));
  return state.late.some(isIdle) ? { ...state, late: state.late.filter((call) => !isIdle(call)) } : state;
}

/** In the place of clients and their calls: votes that are stored as they come. */
export function storedVoteSteps(state: State, casts: VotePlan): Step<State>[] {
  return voters.flatMap((voter) =>
    rounds.flatMap((round) => {
      const votes = cellAt(state.ballots, voter, round);
      if (votes === cellAt(casts, voter, round) || !isOpen(state, round)) return [];
      const stored = {
        cast: withCell(state.cast, voter, round, votes + 1),
        ballots: withCell(state.ballots, voter, round, votes + 1),
      };
      return [
        {
          name: `a vote of voter ${voter} in round ${round} is stored`,
          to: () => ({ ...state, ...stored, stream: [...state.stream, { round, votes: 1 }] }),
        },
      ];
    }),
  );
}

const nameOf = ({ voter, round, votes }: Call) => `call of voter ${voter} with ${votes} for round ${round}`;

function awaitedSteps(state: State, rules: Rules, call: Call): Step<State>[] {
  const { voter, round } = call;
  const name = nameOf(call);
  const ended = { ...state, sending: withCell(state.sending, voter, round, 0) };
  const applied = () => told(written(ended, rules, call));
  const kept = (from: State) => ({
    ...from,
    late: [...from.late, call].toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))),
  });
  return [
    { name: `${name}: answered`, to: () => answered(applied(), rules, call) },
    { name: `${name}: lost`, to: () => ended, isFault: true },
    { name: `${name}: applied, and the answer lost`, to: applied, isFault: true },
    { name: `${name}: given up, but still on its way`, to: () => kept(ended), isFault: true },
    { name: `${name}: doubled`, to: () => kept(state), isFault: true },
    { name: `${name}: written, but the disk is full`, to: () => written(ended, rules, call).state, isFault: true },
    {
      name: `${name}: written, and the backend dies`,
      to: () => restarted(written(ended, rules, call).state, rules),
      isFault: true,
    },
  ];
}

/** The answer tells the ballot as it stands, whoever wrote it. */
function answered(state: State, { callsCarryTotals }: Rules, { voter, round, votes }: Call): State {
  if (!isOpen(state, round)) return state;
  const known = cellAt(state.acknowledged, voter, round);
  const told = callsCarryTotals ? cellAt(state.ballots, voter, round) : known + votes;
  return { ...state, acknowledged: withCell(state.acknowledged, voter, round, Math.max(known, told)) };
}

/** The ballot written, its change still to be told of. What was begun on it before is told of first. */
function written(
  state: State,
  rules: Rules,
  { voter, round, votes }: Call,
): { state: State; change: Change | undefined } {
  const from = cellAt(state.ballots, voter, round);
  const to = rules.callsCarryTotals ? votes : from + votes;
  if (!isOpen(state, round)) return { state, change: undefined };
  const settled = rules.begunIsSettled
    ? settledWhere(state, (begun) => begun.voter === voter && begun.round === round)
    : state;
  if (to === from || (rules.ballotsOnlyRise && to < from)) return { state: settled, change: undefined };
  return {
    state: {
      ...settled,
      ballots: withCell(settled.ballots, voter, round, to),
      pendingChanges: [...settled.pendingChanges, { voter, round, votes: from }],
    },
    change: { round, votes: to - from },
  };
}

function told({ state, change }: ReturnType<typeof written>): State {
  if (!change) return state;
  return { ...state, pendingChanges: state.pendingChanges.slice(0, -1), stream: [...state.stream, change] };
}

/** Compares begun ballots with what they were. */
function settledWhere(state: State, isMeant: (begun: Call) => boolean): State {
  const changes = state.pendingChanges
    .filter(isMeant)
    .map(({ voter, round, votes }) => ({ round, votes: cellAt(state.ballots, voter, round) - votes }));
  if (changes.length === 0) return state;
  return {
    ...state,
    pendingChanges: state.pendingChanges.filter((begun) => !isMeant(begun)),
    stream: [...state.stream, ...changes],
  };
}

/** The process has ended and runs again: a batch under way comes again, publications and sockets are gone. */
export function restarted(state: State, rules: Rules): State {
  const kept = rules.streamIsDurable ? state : { ...state, stream: [], firsts: [[], []], lasts: [[], []] };
  const settled = rules.begunIsSettled ? settledWhere(kept, () => true) : kept;
  return {
    ...settled,
    counted: 0,
    delayedTotals: [],
    screens: settled.screens.reduce(
      (screens, screen, index) => replaced(screens, index, { ...screen, connection: 'lost' as const }),
      settled.screens,
    ),
  };
}
