/** List prices of AWS in us-east-1. */
import { fromMemory, page, unverified, type Sourced } from './sources';

export interface Price extends Sourced {
  service: Service;
  /** US dollars. */
  value: number;
  /** The number of units that `value` buys. */
  per: number;
  unit: string;
}

export const services = ['AppSync', 'DynamoDB', 'Lambda', 'Data transfer', 'Logs and firewall', 'Hosting'] as const;
export type Service = (typeof services)[number];

const million = 1_000_000;

/** AppSync counts outbound messages in steps of this size, for quotas and billing. */
export const updateBytes = 5 * 1024;

const appSyncPrices = page('https://aws.amazon.com/appsync/pricing/', '2026-11-24');
const dynamoDbPrices = unverified('https://airbyte.com/data-engineering-resources/dynamodb-pricing', '2026-11-29');
/** A copy of AWS's price list of 2024-10-01. */
const hostingPrices = unverified(
  'https://huggingface.co/datasets/labofsahil/aws-pricing-dataset/blob/268714b3010cdbcc8917a1b2f3e03a70cd8f7e77/AWSAmplify.csv',
  '2026-11-29',
);

export const prices = {
  requests: { service: 'AppSync', value: 4, per: million, unit: 'queries and mutations', ...appSyncPrices },
  /** Messages out, in steps of `updateBytes`. Opening a connection or a subscription counts as one. */
  updates: { service: 'AppSync', value: 2, per: million, unit: 'real-time updates', ...appSyncPrices },
  connectionMinutes: { service: 'AppSync', value: 0.08, per: million, unit: 'minutes of connection', ...appSyncPrices },
  writeUnits: { service: 'DynamoDB', value: 0.625, per: million, unit: 'write units', ...dynamoDbPrices },
  readUnits: { service: 'DynamoDB', value: 0.125, per: million, unit: 'read units', ...dynamoDbPrices },
  invocations: {
    service: 'Lambda',
    value: 0.2,
    per: million,
    unit: 'invocations',
    ...page('https://docs.aws.amazon.com/whitepapers/latest/how-aws-pricing-works/lambda.html', '2026-11-24'),
  },
  gigabyteSeconds: {
    service: 'Lambda',
    value: 0.0000133334,
    per: 1,
    unit: 'GB-seconds on arm64',
    ...unverified('https://app.unpkg.com/artillery@2.0.28/files/lib/platform/aws-lambda/prices.js', '2026-11-29'),
  },
  /** The price of the first 10 TB in a month. It falls to $0.05 beyond 150 TB. */
  gigabytesOut: {
    service: 'Data transfer',
    value: 0.09,
    per: 1,
    unit: 'GB to the internet',
    ...unverified('https://www.egresscost.com/aws', '2026-11-24'),
  },
  firewallRequests: {
    service: 'Logs and firewall',
    value: 0.6,
    per: million,
    unit: 'requests seen by WAF',
    ...fromMemory('https://aws.amazon.com/waf/pricing/'),
  },
  loggedRequests: {
    service: 'Logs and firewall',
    value: 0.6,
    per: million,
    unit: 'requests logged',
    ...fromMemory('https://aws.amazon.com/cloudwatch/pricing/'),
  },
  pages: { service: 'Hosting', value: 0.3, per: million, unit: 'pages rendered', ...hostingPrices },
  renderGigabyteSeconds: {
    service: 'Hosting',
    value: 0.2,
    per: 3600,
    unit: 'GB-seconds of rendering',
    ...hostingPrices,
  },
  pageGigabytes: {
    service: 'Hosting',
    value: 0.15,
    per: 1,
    unit: 'GB served',
    ...fromMemory('https://aws.amazon.com/amplify/pricing/'),
  },
} satisfies Record<string, Price>;

/** Paid once for each write unit by which warm throughput exceeds what the table takes: the price of a provisioned hour. */
export const warmWriteUnitPrice: Price = {
  service: 'DynamoDB',
  value: 0.65,
  per: 1000,
  unit: 'write units of warm throughput, once',
  ...fromMemory('https://aws.amazon.com/dynamodb/pricing/'),
};

export type PriceName = keyof typeof prices;
