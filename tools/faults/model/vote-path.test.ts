import { describe, expect, it } from 'vitest';
import { explore, type Model } from './explore';
import { allRules, type VotePlan, type Rules } from './state';
import { votePath, type ModelPart } from './vote-path';

/**
 * Two voters in two rounds, and cases with more votes in fewer rounds. One exploration of all would have millions of
 * states.
 */
const explorations: [ModelPart, VotePlan, number][] = [
  [
    'whole',
    [
      [1, 1],
      [1, 1],
    ],
    1,
  ],
  [
    'counting',
    [
      [1, 1],
      [1, 1],
    ],
    2,
  ],
  // Held votes, running totals that overtake each other, and the grace period during the next round.
  [
    'counting',
    [
      [2, 1],
      [1, 0],
    ],
    2,
  ],
  // Batches that are long enough to be redelivered in parts.
  [
    'counting',
    [
      [2, 0],
      [2, 0],
    ],
    2,
  ],
  [
    'showing',
    [
      [1, 1],
      [1, 0],
    ],
    2,
  ],
  [
    'showing',
    [
      [2, 2],
      [0, 0],
    ],
    2,
  ],
];

describe('the vote path, with two voters and two rounds', () => {
  it.each(explorations)(
    '%s, with votes %j: every invariant holds with up to %i faults at any step',
    (part, casts, faults) => {
      const startedAt = performance.now();
      const { states, steps, violation } = explore(votePath(part, casts), faults);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(
        `${part}, votes ${JSON.stringify(casts)}, up to ${faults} faults: ${states} states, ${steps} steps, ${seconds} s`,
      );
      expect(violation).toBeUndefined();
    },
  );
});

/** Returns the model with only one invariant. */
function withOnlyInvariant<State>(model: Model<State>, rule: string): Model<State> {
  const only = <T>(rules: Record<string, T>) =>
    Object.fromEntries(Object.entries(rules).filter(([name]) => name === rule));
  return { ...model, always: only(model.always), finally: only(model.finally) };
}

/** Without one of the rules, the explorer must find a violation. This shows that each invariant can fail. */
describe('the explorer detects a missing rule', () => {
  const pair: VotePlan = [
    [1, 1],
    [1, 1],
  ];
  const deep: VotePlan = [
    [2, 0],
    [2, 0],
  ];
  it.each<[keyof Rules, number, ModelPart, VotePlan, string]>([
    ['callsCarryTotals', 1, 'counting', pair, 'no more votes are stored than were cast'],
    ['ballotsOnlyRise', 1, 'counting', deep, 'every acknowledged vote is stored'],
    ['ballotsOnlyRise', 1, 'counting', deep, 'totals only rise'],
    ['streamIsDurable', 1, 'counting', pair, 'every acknowledged vote is counted'],
    ['begunIsSettled', 1, 'counting', pair, 'every acknowledged vote is counted'],
    ['countedIsSkipped', 1, 'counting', pair, 'no more votes are counted than are stored'],
    ['restIsCounted', 1, 'counting', pair, 'every acknowledged vote is counted'],
    ['restIsCounted', 1, 'counting', pair, 'every vote in the stream is counted'],
    ['screensAskAgain', 1, 'showing', pair, 'all screens show the current round and its total'],
    ['screensAskAfterwards', 1, 'showing', pair, 'all screens show the current round and its total'],
    ['screensMerge', 1, 'showing', pair, 'no counter falls within its round'],
  ])('%s', (rule, faults, part, casts, broken) => {
    const model = withOnlyInvariant(votePath(part, casts, { ...allRules, [rule]: false }), broken);
    const { violation } = explore(model, faults);
    console.log(`without ${rule}: ${violation?.way.join('; ') ?? 'nothing'}`);
    expect(violation?.rule).toBe(broken);
    expect(explore(model, 0).violation).toBeUndefined();
  });
});
