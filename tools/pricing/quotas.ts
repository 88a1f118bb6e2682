/** Quotas of a new AWS account in us-east-1. */
import { accountQuotas } from '../../amplify/account-quotas';
import { newTableWriteUnits } from '../../amplify/warm-throughput';
import { page, type Sourced } from './sources';

/** An entry of the Service Quotas console, where a raise is requested. */
export interface QuotaEntry {
  service: string;
  name: string;
  /** Missing if no public page names it. */
  code?: string;
}

export interface Quota extends Sourced {
  name: string;
  /** Per second, unless `unit` says otherwise. */
  value: number;
  unit: string;
  /** How it is raised: by a request to AWS, by deploying with `EXPECTED_VIEWERS`, or not at all. */
  raise: QuotaEntry | 'EXPECTED_VIEWERS' | null;
}

const appSyncQuotas = page('https://docs.aws.amazon.com/general/latest/gr/appsync.html', '2026-11-29');
const cognitoQuotas = page('https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html', '2026-11-24');
const partitionQuotas = page(
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
  '2026-11-24',
);

export const quotas = {
  newIdentities: {
    name: 'Cognito: new identities (GetId)',
    value: accountQuotas.newIdentities.value,
    unit: 'a second',
    raise: { service: 'Amazon Cognito Federated Identities', name: 'Rate of GetId requests' },
    ...cognitoQuotas,
  },
  credentials: {
    name: 'Cognito: credentials (GetCredentialsForIdentity)',
    value: accountQuotas.credentials.value,
    unit: 'a second',
    raise: { service: 'Amazon Cognito Federated Identities', name: 'Rate of GetCredentialsForIdentity requests' },
    ...cognitoQuotas,
  },
  connects: {
    name: 'AppSync: connections opened',
    value: accountQuotas.connects.value,
    unit: 'a second',
    raise: { service: 'AWS AppSync', name: 'GraphQL APIs - Rate of connections per API', code: 'L-C01DB6E6' },
    ...appSyncQuotas,
  },
  /** Assumes one token for a small query or mutation. AppSync counts by time and memory. */
  requests: {
    name: 'AppSync: requests (tokens)',
    value: accountQuotas.requests.value,
    unit: 'a second',
    raise: { service: 'AWS AppSync', name: 'GraphQL APIs - Rate of request tokens', code: 'L-FC5E46D0' },
    ...appSyncQuotas,
  },
  inbound: {
    name: 'AppSync: messages in (mutations that are subscribed to)',
    value: accountQuotas.inbound.value,
    unit: 'a second',
    raise: { service: 'AWS AppSync', name: 'GraphQL APIs - Rate of inbound messages per API', code: 'L-A1B022A0' },
    ...appSyncQuotas,
  },
  outbound: {
    name: 'AppSync: messages out (5 KB each)',
    value: accountQuotas.outbound.value,
    unit: 'a second',
    raise: { service: 'AWS AppSync', name: 'GraphQL APIs - Rate of outbound messages per API', code: 'L-5DE70651' },
    ...appSyncQuotas,
  },
  tableWrites: {
    name: 'DynamoDB: write units of a table on demand',
    value: accountQuotas.tableWrites.value,
    unit: 'a second',
    raise: { service: 'Amazon DynamoDB', name: 'Table-level write throughput limit', code: 'L-AB614373' },
    ...page('https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html', '2026-11-29'),
  },
  /** It grows to twice the last peak within half an hour. Warm throughput raises it in advance. */
  newTableWrites: {
    name: 'DynamoDB: write units of a table that was never busier',
    value: newTableWriteUnits,
    unit: 'a second',
    raise: 'EXPECTED_VIEWERS',
    ...page('https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html', '2026-11-29'),
  },
  partitionWrites: {
    name: 'DynamoDB: write units of one partition',
    value: 1000,
    unit: 'a second',
    raise: null,
    ...partitionQuotas,
  },
  partitionReads: {
    name: 'DynamoDB: read units of one partition',
    value: 3000,
    unit: 'a second',
    raise: null,
    ...partitionQuotas,
  },
  /** A new account may start with less, which AWS raises with use. */
  concurrency: {
    name: 'Lambda: concurrent executions',
    value: accountQuotas.concurrency.value,
    unit: 'at once',
    raise: { service: 'AWS Lambda', name: 'Concurrent executions', code: 'L-B99A9384' },
    ...page('https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html', '2026-11-24'),
  },
  /** Assumes one token for a small answer. Amplify counts by time and size. */
  hosting: {
    name: 'Amplify Hosting: requests (tokens)',
    value: accountQuotas.hosting.value,
    unit: 'a second',
    raise: { service: 'AWS Amplify', name: 'Request tokens per second', code: 'L-CE88B60E' },
    ...page('https://docs.aws.amazon.com/amplify/latest/userguide/quotas-chapter.html', '2026-11-29'),
  },
} satisfies Record<string, Quota>;

export type QuotaName = keyof typeof quotas;
export const quotaNames = Object.keys(quotas) as QuotaName[];
