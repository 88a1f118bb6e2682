import { describe, expect, it } from 'vitest';
import { explore } from './explore';
import { allRules, votePath, type Rules } from './vote-path';

describe('the way of a vote, for two voters and two rounds', () => {
  it.each([0, 1, 2])('keeps every invariant wherever %i faults strike', (faults) => {
    const { states, violation } = explore(votePath(faults));
    console.log(`${faults} faults: ${states} states`);
    expect(violation).toBeUndefined();
  });
});

/** Without a rule the checker finds a way to break what it stands for. */
describe('a rule left out is found', () => {
  it.each<[keyof Rules, number, string]>([
    ['ballotsOnlyRise', 2, 'what is acknowledged is stored'],
    ['streamIsDurable', 1, 'every acknowledged vote is counted'],
    ['begunIsSettled', 1, 'everything stored is counted once'],
    ['batchIsCondition', 1, 'nothing is counted that was not voted'],
    ['restIsCounted', 2, 'every acknowledged vote is counted'],
    ['callsCarryTotals', 1, 'no more is stored than was cast'],
    ['screensAskAgain', 1, 'all screens agree on the round'],
  ])('%s', (rule, faults, invariant) => {
    const { violation } = explore(votePath(faults, { ...allRules, [rule]: false }));
    expect(violation?.invariant).toBe(invariant);
    expect(violation?.way.length).toBeGreaterThan(2);
  });
});
