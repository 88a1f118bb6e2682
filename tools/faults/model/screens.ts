/**
 * Models `live/connect.ts` and the rotator: rounds and delayed totals reach the screens, which reconnect after a loss.
 */
import type { Step } from './explore';
import { replaced, currentRound, without, type Rules, type Screen, type State } from './state';
import { receiveTotal } from './tally';

export function screenSteps(state: State, rules: Rules): Step<State>[] {
  return [
    ...rotation(state),
    ...state.delayedTotals.map(({ screen, round, total }, index) => ({
      name: `screen ${screen} receives the delayed total ${total} of round ${round}`,
      to: () =>
        withScreen({ ...state, delayedTotals: without(state.delayedTotals, index) }, screen, (old) =>
          receiveTotal(old, rules, round, total),
        ),
    })),
    ...state.screens.flatMap((screen, index) => connectionSteps(state, rules, screen, index)),
  ];
}

const withScreen = (state: State, index: number, change: (screen: Screen) => Screen): State => {
  const screen = state.screens[index];
  return screen ? { ...state, screens: replaced(state.screens, index, change(screen)) } : state;
};

function rotation(state: State): Step<State>[] {
  if (state.phase === 1) return [{ name: 'the grace period of round 0 ends', to: () => ({ ...state, phase: 2 }) }];
  if (state.phase === 2) return [];
  const shown = (screen: Screen) =>
    screen.connection === 'live' || screen.connection === 'asking' ? { ...screen, round: 1, total: 0 } : screen;
  return [{ name: 'round 1 starts', to: () => ({ ...state, phase: 1, screens: state.screens.map(shown) }) }];
}

function connectionSteps(state: State, rules: Rules, screen: Screen, index: number): Step<State>[] {
  const to = (change: (screen: Screen) => Screen) => () => withScreen(state, index, change);
  const asked = (old: Screen): Screen => {
    if (!rules.screensAskAgain) return old;
    const round = currentRound(state);
    const total = state.totals[round] ?? 0;
    return { ...old, round, total: old.round === round && rules.screensMerge ? Math.max(old.total, total) : total };
  };
  switch (screen.connection) {
    case 'live':
      return [
        {
          name: `screen ${index} loses its socket`,
          // Messages in transit are lost with the socket.
          to: () => ({
            ...to((old) => ({ ...old, connection: 'lost' }))(),
            delayedTotals: state.delayedTotals.filter((held) => held.screen !== index),
          }),
          isFault: true,
        },
      ];
    case 'lost':
      return rules.screensAskAfterwards
        ? [{ name: `screen ${index} reconnects`, to: to((old) => ({ ...old, connection: 'asking' })) }]
        : [{ name: `screen ${index} takes a snapshot`, to: to((old) => ({ ...asked(old), connection: 'has asked' })) }];
    case 'asking':
      return [{ name: `screen ${index} takes a snapshot`, to: to((old) => ({ ...asked(old), connection: 'live' })) }];
    case 'has asked':
      return [{ name: `screen ${index} reconnects`, to: to((old) => ({ ...old, connection: 'live' })) }];
  }
}
