/** Models `live/vote-batcher.ts`: sends the first vote at once, and later votes after the previous call has ended. */
import type { Step } from './explore';
import { cellAt, isOpen, withCell, currentRound, rounds, voters, type VotePlan, type Rules, type State } from './state';

export function clientSteps(state: State, rules: Rules, casts: VotePlan): Step<State>[] {
  return voters.flatMap((voter) => rounds.flatMap((round) => stepsOf(state, rules, casts, voter, round)));
}

function stepsOf(state: State, rules: Rules, casts: VotePlan, voter: number, round: number): Step<State>[] {
  const steps: Step<State>[] = [];
  const votes = cellAt(state.cast, voter, round);
  const isSending = cellAt(state.sending, voter, round) > 0;

  const isShown = currentRound(state) === round && (state.screens[voter]?.round ?? round) === round;
  if (isShown && votes < cellAt(casts, voter, round)) {
    const voted = { ...state, cast: withCell(state.cast, voter, round, votes + 1) };
    steps.push({
      name: `voter ${voter} votes in round ${round}`,
      to: () => (votes === 0 ? sent(voted, rules, voter, round) : voted),
    });
  }
  // Unacknowledged votes are sent again until the grace period ends, whether the last call was answered or lost.
  if (votes > cellAt(state.acknowledged, voter, round) && !isSending && isOpen(state, round)) {
    steps.push({ name: `voter ${voter} sends round ${round}`, to: () => sent(state, rules, voter, round) });
  }
  return steps;
}

function sent(state: State, { callsCarryTotals }: Rules, voter: number, round: number): State {
  const votes = cellAt(state.cast, voter, round) - (callsCarryTotals ? 0 : cellAt(state.acknowledged, voter, round));
  return { ...state, sending: withCell(state.sending, voter, round, votes) };
}
