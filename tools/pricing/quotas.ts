/** Quotas of a new AWS account in us-east-1. */
import { page, type Sourced } from './sources';

export interface Quota extends Sourced {
  name: string;
  /** Per second, unless `unit` says otherwise. */
  value: number;
  unit: string;
  /** Whether AWS raises it on request. */
  isAdjustable: boolean;
}

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
    value: 1_000_000,
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
    name: 'Lambda: concurrent executions',
    value: 1000,
    unit: 'at once',
    isAdjustable: true,
    ...page('https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'),
  },
} satisfies Record<string, Quota>;

export type QuotaName = keyof typeof quotas;
