/**
 * Models `castVotes.js` and `local/dynamodb/change-capture.ts`: the ballot is written, its change is recorded in the
 * stream, and then the call is answered. To the client, a refusal by DynamoDB (a throttle or a conflict) is the same as
 * a lost request.
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
    name: `a late ${nameOf(call)} arrives`,
    to: () => recorded(written({ ...state, late: without(state.late, index) }, rules, call)),
  }));
  return [...awaited, ...late];
}

/** Removes late calls that can no longer change anything, which reduces the number of states. */
export function withoutIdleCalls(state: State, rules: Rules): State {
  const isIdle = ({ voter, round, votes }: Call) =>
    !isOpen(state, round) ||
    (rules.ballotsOnlyRise &&
      rules.callsCarryTotals &&
      votes <= cellAt(state.ballots, voter, round) &&
      !hasPendingChange(state, voter, round));
  return state.late.some(isIdle) ? { ...state, late: state.late.filter((call) => !isIdle(call)) } : state;
}

/** Stores votes directly, without clients and calls. */
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
  const applied = () => recorded(written(ended, rules, call));
  const kept = (from: State) => ({
    ...from,
    late: [...from.late, call].toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))),
  });
  return [
    { name: `${name}: answered`, to: () => answered(applied(), rules, call) },
    { name: `${name}: lost`, to: () => ended, isFault: true },
    { name: `${name}: applied, but the answer is lost`, to: applied, isFault: true },
    { name: `${name}: timed out, but still in transit`, to: () => kept(ended), isFault: true },
    { name: `${name}: duplicated`, to: () => kept(state), isFault: true },
    { name: `${name}: written, but the disk is full`, to: () => written(ended, rules, call).state, isFault: true },
    {
      name: `${name}: written, but the backend crashes`,
      to: () => restarted(written(ended, rules, call).state, rules),
      isFault: true,
    },
  ];
}

/** The answer contains the stored ballot, even if another call wrote it. */
function answered(state: State, { callsCarryTotals }: Rules, { voter, round, votes }: Call): State {
  if (!isOpen(state, round)) return state;
  const known = cellAt(state.acknowledged, voter, round);
  const stored = callsCarryTotals ? cellAt(state.ballots, voter, round) : known + votes;
  return { ...state, acknowledged: withCell(state.acknowledged, voter, round, Math.max(known, stored)) };
}

/** Writes the ballot. Its change is not in the stream yet; a pending change of the same ballot is recorded first. */
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

function recorded({ state, change }: ReturnType<typeof written>): State {
  if (!change) return state;
  return { ...state, pendingChanges: state.pendingChanges.slice(0, -1), stream: [...state.stream, change] };
}

/** Compares ballots that have a pending change with their earlier state, and records the difference in the stream. */
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

/** Restarts the process: the current batch is delivered again, and publications in transit and sockets are lost. */
export function restarted(state: State, rules: Rules): State {
  const kept = rules.streamIsDurable ? state : { ...state, stream: [], watermarks: [0, 0] };
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
