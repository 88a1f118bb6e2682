/**
 * A model of the vote path that is small enough for exhaustive exploration: two voters with a screen each, two rounds,
 * and faults at any step. It has no clock: events happen in every possible order.
 */
import { clientSteps } from './client';
import type { Model } from './explore';
import { screenSteps } from './screens';
import { storedVoteSteps, serverSteps, withoutIdleCalls } from './server';
import {
  allRules,
  cellAt,
  votesInBallots,
  initial,
  keyOf,
  rounds,
  sum,
  voters,
  type VotePlan,
  type Rules,
  type State,
} from './state';
import { tallySteps } from './tally';

const everyBallot = (holds: (voter: number, round: number) => boolean) =>
  voters.every((voter) => rounds.every((round) => holds(voter, round)));

/**
 * The whole path, or one of its halves, which can be explored with more faults: `counting` has no screens, so voters
 * vote at any time; `showing` has no calls, so votes are stored directly. The results of each half hold for any
 * behavior of the other.
 */
export type ModelPart = 'whole' | 'counting' | 'showing';

/**
 * @param casts - how often each voter votes in each round
 * @param rules - all rules, or all except one
 */
export function votePath(part: ModelPart, casts: VotePlan, rules: Rules = allRules): Model<State> {
  return {
    initial: initial(part !== 'counting'),
    steps: (state) =>
      [
        ...(part === 'showing'
          ? storedVoteSteps(state, casts)
          : [...clientSteps(state, rules, casts), ...serverSteps(state, rules)]),
        ...tallySteps(state, rules),
        ...screenSteps(state, rules),
      ].map((step) => ({ ...step, to: () => withoutIdleCalls(step.to(), rules) })),
    keyOf,
    always: {
      'no more votes are stored than were cast': ({ ballots, cast }) =>
        everyBallot((voter, round) => cellAt(ballots, voter, round) <= cellAt(cast, voter, round)),
      'every acknowledged vote is stored': ({ acknowledged, ballots }) =>
        everyBallot((voter, round) => cellAt(acknowledged, voter, round) <= cellAt(ballots, voter, round)),
      'no more votes are counted than are stored': (state) =>
        rounds.every((round) => (state.totals[round] ?? 0) <= votesInBallots(state, round)),
      'totals only rise': ({ totals }, before) =>
        rounds.every((round) => (totals[round] ?? 0) >= (before.totals[round] ?? 0)),
      'no counter falls within its round': ({ screens }, before) =>
        screens.every(
          ({ round, total }, index) => round !== before.screens[index]?.round || total >= before.screens[index].total,
        ),
    },
    finally: {
      'every acknowledged vote is counted': ({ totals, acknowledged }) =>
        rounds.every((round) => (totals[round] ?? 0) >= sum(voters.map((voter) => cellAt(acknowledged, voter, round)))),
      // If the disk was full, a change may stay pending until the next start. Its voter received an error.
      'every vote in the stream is counted': (state) =>
        state.pendingChanges.length > 0 ||
        rounds.every((round) => state.totals[round] === votesInBallots(state, round)),
      'all screens show the current round and its total': ({ screens, totals }) =>
        screens.every(({ round, total, connection }) => connection === 'live' && round === 1 && total === totals[1]),
    },
  };
}
