import { expect, test } from 'vitest';
import { accountQuotas, quotaFor, quotaToRequest } from './account-quotas';

test.each([
  [80, 100],
  [81, 110],
  [1667, 2100],
  [485_000, 610_000],
  [3_400_000, 4_300_000],
])('a demand of %i needs a quota of %i', (demand, value) => {
  expect(quotaToRequest(demand)).toBe(value);
});

test('a small audience needs the defaults', () => {
  for (const name of Object.keys(accountQuotas) as (keyof typeof accountQuotas)[])
    expect(quotaFor(name, 1000)).toBe(accountQuotas[name].value);
});

test.each([
  [12_000, 25],
  [12_001, 26],
  [1_000_000, 2100],
])('%i viewers need %i new identities a second', (viewers, value) => {
  expect(quotaFor('newIdentities', viewers)).toBe(value);
});
