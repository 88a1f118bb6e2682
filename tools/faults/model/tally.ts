/**
 * Models the reader of the stream and `amplify/functions/tally/count-batch.ts`, with the deployed `uncountedChanges`. A
 * failure before the count changes nothing, so it needs no step.
 */
import { uncountedChanges } from '../../../amplify/functions/tally/deduplication';
import type { Step } from './explore';
import { restarted } from './server';
import { replaced, rounds, sum, type Rules, type State } from './state';

export function tallySteps(state: State, rules: Rules): Step<State>[] {
  const dies = { name: 'the backend crashes', to: () => restarted(state, rules), isFault: true };
  if (state.counted === 0) {
    return [
      ...cuts(state).map((size) => ({
        name: `a batch of ${size} is counted`,
        to: () => ({ ...counted(state, rules, size), counted: size }),
      })),
      dies,
    ];
  }
  const again = (from: State) => ({ ...from, counted: 0 });
  return [
    { name: 'the totals are published', to: () => finished(published(state, rules)) },
    { name: 'the totals are not published, and the batch is delivered again', to: () => again(state), isFault: true },
    {
      name: 'the totals are published, but the batch is delivered again',
      to: () => again(published(state, rules)),
      isFault: true,
    },
    ...state.screens.map((_, screen) => ({
      name: `the totals are published, but later totals reach screen ${screen} first`,
      to: () => finished(published(state, rules, screen)),
      isFault: true,
    })),
    dies,
  ];
}

/** Returns the possible sizes of the next batch: all waiting records, or any number if some of them are counted. */
function cuts(state: State): number[] {
  const { stream, lasts } = state;
  const sizes = stream.map((_, index) => index + 1);
  if (lasts.every((ofRound) => ofRound.length === 0)) return sizes.slice(-1);
  return sizes.filter((size) => !rounds.some((round) => isMiddle(state, size, round)));
}

/** The limit of `deduplication.ts`: no piece from the middle of a counted batch is delivered alone. */
function isMiddle({ stream, firsts, lasts }: State, size: number, round: number): boolean {
  const first = stream.findIndex((change) => change.round === round);
  const nextLast = Math.min(...(lasts[round] ?? []));
  return first >= 0 && first < size && !firsts[round]?.includes(first) && nextLast >= size && nextLast < Infinity;
}

function counted(state: State, rules: Rules, size: number): State {
  return rounds.reduce((next, round) => countedIn(next, rules, size, round), state);
}

function countedIn(state: State, rules: Rules, size: number, round: number): State {
  const batch = state.stream
    .slice(0, size)
    .flatMap((change, place) => (change.round === round ? [{ ...change, place, eventId: String(place) }] : []));
  const [first, last] = [batch[0], batch.at(-1)];
  if (!first || !last) return state;
  const [firsts, lasts, isRecut] = [state.firsts[round] ?? [], state.lasts[round] ?? [], state.isRecut[round] ?? false];
  const isNew =
    !isRecut && !firsts.includes(first.place) && !lasts.includes(first.place) && !lasts.includes(last.place);
  const known = { firsts: new Set(firsts.map(String)), lasts: new Set(lasts.map(String)), isRecut };
  const { changes, splitsKnownBatch } =
    isNew || !rules.batchesAreKnown ? { changes: batch, splitsKnownBatch: false } : uncountedUnder(rules, batch, known);
  const next =
    splitsKnownBatch && rules.recutIsMarked ? { ...state, isRecut: replaced(state.isRecut, round, true) } : state;
  const [newFirst, newLast] = [changes[0], changes.at(-1)];
  if (!newFirst || !newLast) return next;
  return {
    ...next,
    totals: replaced(next.totals, round, (next.totals[round] ?? 0) + sum(changes.map(({ votes }) => votes))),
    firsts: replaced(next.firsts, round, [...firsts, newFirst.place]),
    lasts: replaced(next.lasts, round, [...lasts, newLast.place]),
  };
}

function uncountedUnder<Change extends { eventId: string }>(
  rules: Rules,
  batch: Change[],
  known: Parameters<typeof uncountedChanges>[1],
) {
  const uncounted = uncountedChanges(batch, rules.shorterIsKnown ? known : { ...known, firsts: new Set() });
  return rules.longerIsCounted ? uncounted : { ...uncounted, changes: [] };
}

/** Sends the totals of every round in the batch to all screens. */
function published(state: State, rules: Rules, heldFor?: number): State {
  const inBatch = rounds.filter((round) =>
    state.stream.slice(0, state.counted).some((change) => change.round === round),
  );
  return inBatch.reduce((next, round) => {
    const total = next.totals[round] ?? 0;
    const isHeld = heldFor !== undefined && next.screens[heldFor]?.connection !== 'lost';
    return {
      ...next,
      screens: next.screens.map((screen, index) =>
        index === heldFor ? screen : receiveTotal(screen, rules, round, total),
      ),
      delayedTotals: isHeld ? [...next.delayedTotals, { screen: heldFor, round, total }] : next.delayedTotals,
    };
  }, state);
}

/** As in `live/show-reducer.ts`, the totals of another round do not change the counters. */
export function receiveTotal(
  screen: State['screens'][number],
  { screensMerge }: Rules,
  round: number,
  total: number,
): State['screens'][number] {
  const receives = screen.connection === 'live' || screen.connection === 'asking';
  if (!receives || screen.round !== round) return screen;
  return { ...screen, total: screensMerge ? Math.max(screen.total, total) : total };
}

/** The reader continues after the batch. */
function finished(state: State): State {
  const { counted: size } = state;
  const moved = (places: State['firsts']) =>
    places.map((ofRound) => ofRound.map((place) => place - size).filter((place) => place >= 0));
  return {
    ...state,
    stream: state.stream.slice(size),
    firsts: moved(state.firsts),
    lasts: moved(state.lasts),
    counted: 0,
  };
}
