import { describe, expect, it } from 'vitest';
import { explore, type Model } from './explore';
import { allRules, type VotePlan, type Rules } from './state';
import { votePath, type ModelPart } from './vote-path';

/** Two voters in two rounds, and what needs more votes in less rounds. All together would be millions of states. */
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
  // Held votes, and running totals that overtake each other; the grace of a round beside the next one.
  [
    'counting',
    [
      [2, 1],
      [1, 0],
    ],
    2,
  ],
  // Batches long enough to be cut anew.
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

describe('the way of a vote, for two voters and two rounds', () => {
  it.each(explorations)(
    '%s, with votes %j: every rule holds wherever up to %i faults strike',
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

/** A model with one rule to hold it to. */
function heldTo<State>(model: Model<State>, rule: string): Model<State> {
  const only = <T>(rules: Record<string, T>) =>
    Object.fromEntries(Object.entries(rules).filter(([name]) => name === rule));
  return { ...model, always: only(model.always), finally: only(model.finally) };
}

/** Without a rule of the system the explorer finds a way to break what it stands for: so each rule of the model can fail. */
describe('a rule of the system left out is found', () => {
  const pair: VotePlan = [
    [1, 1],
    [1, 1],
  ];
  const deep: VotePlan = [
    [2, 0],
    [2, 0],
  ];
  it.each<[keyof Rules, number, ModelPart, VotePlan, string]>([
    ['callsCarryTotals', 1, 'counting', pair, 'no more is stored than was cast'],
    ['ballotsOnlyRise', 1, 'counting', deep, 'what is acknowledged is stored'],
    ['ballotsOnlyRise', 1, 'counting', deep, 'totals only rise'],
    ['streamIsDurable', 1, 'counting', pair, 'every acknowledged vote is counted'],
    ['begunIsSettled', 1, 'counting', pair, 'every acknowledged vote is counted'],
    ['batchesAreKnown', 1, 'counting', pair, 'no more is counted than is stored'],
    ['longerIsCounted', 1, 'counting', pair, 'every acknowledged vote is counted'],
    ['longerIsCounted', 1, 'counting', pair, 'what is stored and told of is counted'],
    ['shorterIsKnown', 1, 'counting', deep, 'no more is counted than is stored'],
    ['recutIsMarked', 1, 'counting', deep, 'no more is counted than is stored'],
    ['screensAskAgain', 1, 'showing', pair, 'all screens show the round that is on, with its total'],
    ['screensAskAfterwards', 1, 'showing', pair, 'all screens show the round that is on, with its total'],
    ['screensMerge', 1, 'showing', pair, 'no counter falls within its round'],
  ])('%s', (rule, faults, part, casts, broken) => {
    const model = heldTo(votePath(part, casts, { ...allRules, [rule]: false }), broken);
    const { violation } = explore(model, faults);
    console.log(`without ${rule}: ${violation?.way.join('; ') ?? 'nothing'}`);
    expect(violation?.rule).toBe(broken);
    expect(explore(model, 0).violation).toBeUndefined();
  });
});
