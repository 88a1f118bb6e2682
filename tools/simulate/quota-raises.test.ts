import { expect, test } from 'vitest';
import { quotaNames, type QuotaName } from '../pricing/quotas';
import { quotaRaises, raised, raisesText } from './quota-raises';

const shares = (used: Partial<Record<QuotaName, number>>) =>
  ({ ...Object.fromEntries(quotaNames.map((name) => [name, 0])), ...used }) as Record<QuotaName, number>;

test('only quotas of which more than 80 % are used are raised', () => {
  expect(quotaRaises(1000, shares({ newIdentities: 0.8, requests: 0.81 }))).toEqual([
    {
      service: 'AWS AppSync',
      name: 'GraphQL APIs - Rate of request tokens',
      code: 'L-FC5E46D0',
      from: 10_000,
      to: 11_000,
      unit: 'a second',
    },
  ]);
  expect(raised('requests', 8000)).toBe(10_000);
  expect(raised('requests', 8100)).toBe(11_000);
});

test('the text names what to request, in which order, and what no raise helps with', () => {
  const text = raisesText(20_000, shares({ newIdentities: 1.4, newTableWrites: 2.5, partitionReads: 0.9 }));
  expect(text).toBe(
    [
      'Raise these quotas for 20,000 viewers:',
      '- Amazon Cognito Federated Identities: Rate of GetId requests: from 25 to 44 a second',
      'Then deploy with EXPECTED_VIEWERS=20000.',
      'No raise helps with DynamoDB: read units of one partition: 90 % are used.',
    ].join('\n'),
  );
  expect(raisesText(1000, shares({}))).toBe('1,000 viewers need no raised quota.');
});
