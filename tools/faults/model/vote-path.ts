/**
 * The way of a vote as a model small enough to be explored whole: two voters with a screen each, two rounds, and
 * faults that may strike anywhere. Times are left out: what can come in another order does.
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
 * The whole, or one of two parts that together are as much as the whole, and can be explored with more faults:
 * `counting`, where voters vote whatever their screens show, and `showing`, where votes are stored as they come. What
 * holds of the first holds however the screens do, and what holds of the second however votes come to be stored.
 */
export type ModelPart = 'whole' | 'counting' | 'showing';

/**
 * @param casts - how often each voter votes in each round
 * @param rules - all, or all but one
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
      'no more is stored than was cast': ({ ballots, cast }) =>
        everyBallot((voter, round) => cellAt(ballots, voter, round) <= cellAt(cast, voter, round)),
      'what is acknowledged is stored': ({ acknowledged, ballots }) =>
        everyBallot((voter, round) => cellAt(acknowledged, voter, round) <= cellAt(ballots, voter, round)),
      'no more is counted than is stored': (state) =>
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
      // A ballot that the disk had no room to tell of, and whose voter was told so, may have to wait for the next start.
      'what is stored and told of is counted': (state) =>
        state.pendingChanges.length > 0 ||
        rounds.every((round) => state.totals[round] === votesInBallots(state, round)),
      'all screens show the round that is on, with its total': ({ screens, totals }) =>
        screens.every(({ round, total, connection }) => connection === 'live' && round === 1 && total === totals[1]),
    },
  };
}
