/**
 * Models the reader of a shard and `amplify/functions/tally/count-batch.ts`. A failure before the count changes nothing, so
 * it needs no step.
 */
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
function cuts({ stream, watermarks }: State): number[] {
  const sizes = stream.map((_, index) => index + 1);
  return watermarks.some((watermark) => watermark > 0) ? sizes : sizes.slice(-1);
}

function counted(state: State, rules: Rules, size: number): State {
  return rounds.reduce((next, round) => countedIn(next, rules, size, round), state);
}

function countedIn(state: State, { countedIsSkipped, restIsCounted }: Rules, size: number, round: number): State {
  const watermark = state.watermarks[round] ?? 0;
  const batch = state.stream
    .slice(0, size)
    .flatMap((change, index) => (change.round === round ? [{ ...change, place: index + 1 }] : []));
  const rest = countedIsSkipped ? batch.filter(({ place }) => place > watermark) : batch;
  const last = rest.at(-1);
  if (!last || (rest.length < batch.length && !restIsCounted)) return state;
  return {
    ...state,
    totals: replaced(state.totals, round, (state.totals[round] ?? 0) + sum(rest.map(({ votes }) => votes))),
    watermarks: replaced(state.watermarks, round, Math.max(watermark, last.place)),
  };
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
  return {
    ...state,
    stream: state.stream.slice(size),
    watermarks: state.watermarks.map((watermark) => Math.max(0, watermark - size)),
    counted: 0,
  };
}
