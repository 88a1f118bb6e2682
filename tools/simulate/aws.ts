/**
 * Quotas and prices of AWS in us-east-1, each with its source and the date on which it was read. Quotas are those of a new
 * account. AWS changes both: verify a figure before a decision depends on it.
 */

export interface Sourced {
  source: string;
  /** The date on which the source was read; null where the figure is remembered. */
  readOn: string | null;
  /** False if it was not read on a page of AWS or in a copy of one. */
  isVerified: boolean;
}

export interface Quota extends Sourced {
  name: string;
  /** Per second, unless `unit` says otherwise. */
  value: number;
  unit: string;
  /** Whether AWS raises it on request. */
  isAdjustable: boolean;
}

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
const readOn = '2026-11-24';
/** Read on a page of AWS, or in a copy of AWS's documentation. */
const page = (source: string) => ({ source, readOn, isVerified: true });
/** Read on a page that is not AWS's own. */
const unverified = (source: string) => ({ source, readOn, isVerified: false });
/** Remembered, not read. The source is where to verify it. */
const memory = (source: string) => ({ source, readOn: null, isVerified: false });

/** AppSync counts outbound messages in steps of this size, for quotas and billing. */
export const updateBytes = 5 * 1024;

const appSyncQuotas = page('https://docs.aws.amazon.com/general/latest/gr/appsync.html');
const cognitoQuotas = page('https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html');

export const quotas = {
  newIdentities: {
    name: 'Cognito: new identities (GetId)',
    value: 25,
    unit: 'a second',
    isAdjustable: true,
    ...cognitoQuotas,
  },
  credentials: {
    name: 'Cognito: credentials (GetCredentialsForIdentity)',
    value: 200,
    unit: 'a second',
    isAdjustable: true,
    ...cognitoQuotas,
  },
  connects: {
    name: 'AppSync: connections opened',
    value: 2000,
    unit: 'a second',
    isAdjustable: true,
    ...appSyncQuotas,
  },
  /** Assumes one token for a small query or mutation. AppSync counts by time and memory. */
  requests: {
    name: 'AppSync: requests (tokens)',
    value: 10_000,
    unit: 'a second',
    isAdjustable: true,
    ...appSyncQuotas,
  },
  inbound: {
    name: 'AppSync: messages in (mutations that are subscribed to)',
    value: 10_000,
    unit: 'a second',
    isAdjustable: true,
    ...appSyncQuotas,
  },
  outbound: {
    name: 'AppSync: messages out (5 KB each)',
    value: million,
    unit: 'a second',
    isAdjustable: true,
    ...appSyncQuotas,
  },
  tableWrites: {
    name: 'DynamoDB: write units of a table on demand',
    value: 40_000,
    unit: 'a second',
    isAdjustable: true,
    ...page('https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html'),
  },
  /** It grows to twice the last peak within half an hour. `WarmThroughput` raises it in advance. */
  newTableWrites: {
    name: 'DynamoDB: write units of a table that was never busier',
    value: 4000,
    unit: 'a second',
    isAdjustable: true,
    ...page('https://repost.aws/knowledge-center/on-demand-table-throttling-dynamodb'),
  },
  partitionWrites: {
    name: 'DynamoDB: write units of one partition',
    value: 1000,
    unit: 'a second',
    isAdjustable: false,
    ...page('https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html'),
  },
  /** A new account may start with less, which AWS raises with use. */
  concurrency: {
    name: 'Lambda: functions at work at once',
    value: 1000,
    unit: 'at once',
    isAdjustable: true,
    ...page('https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'),
  },
} satisfies Record<string, Quota>;

export type QuotaName = keyof typeof quotas;

const appSyncPrices = page('https://aws.amazon.com/appsync/pricing/');
const dynamoDbPrices = unverified('https://airbyte.com/data-engineering-resources/dynamodb-pricing');
const hostingPrices = memory('https://aws.amazon.com/amplify/pricing/');

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
    ...page('https://docs.aws.amazon.com/whitepapers/latest/how-aws-pricing-works/lambda.html'),
  },
  gigabyteSeconds: {
    service: 'Lambda',
    value: 0.00001667,
    per: 1,
    unit: 'GB-seconds',
    ...page('https://docs.aws.amazon.com/whitepapers/latest/how-aws-pricing-works/lambda.html'),
  },
  /** The price of the first 10 TB in a month. It falls to $0.05 beyond 150 TB. */
  gigabytesOut: {
    service: 'Data transfer',
    value: 0.09,
    per: 1,
    unit: 'GB to the internet',
    ...unverified('https://www.egresscost.com/aws'),
  },
  firewallRequests: {
    service: 'Logs and firewall',
    value: 0.6,
    per: million,
    unit: 'requests seen by WAF',
    ...memory('https://aws.amazon.com/waf/pricing/'),
  },
  loggedRequests: {
    service: 'Logs and firewall',
    value: 0.6,
    per: million,
    unit: 'requests logged',
    ...memory('https://aws.amazon.com/cloudwatch/pricing/'),
  },
  pages: { service: 'Hosting', value: 0.3, per: million, unit: 'pages rendered', ...hostingPrices },
  pageGigabytes: { service: 'Hosting', value: 0.15, per: 1, unit: 'GB served', ...hostingPrices },
} satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;
