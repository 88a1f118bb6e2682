/** What AWS takes, in US dollars, in us-east-1. Prices change: compare with the source before a decision hangs on one. */
export interface Price {
  /** US dollars. */
  value: number;
  /** For so many. */
  per: number;
  source: string;
  /** The date on which the source was read. */
  readOn: string;
}

const million = 1_000_000;
const readOn = '2026-11-24';
const appSync = 'https://aws.amazon.com/appsync/pricing/';
const dynamoDb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';

export const prices = {
  /** Queries and mutations. */
  appSyncOperations: { value: 4, per: million, source: appSync, readOn },
  /** Deliveries to subscribers, counted in steps of 5 KB. */
  appSyncUpdates: { value: 2, per: million, source: appSync, readOn },
  appSyncConnectionMinutes: { value: 0.08, per: million, source: appSync, readOn },
  dynamoDbWriteUnits: { value: 0.625, per: million, source: dynamoDb, readOn },
  dynamoDbReadUnits: { value: 0.125, per: million, source: dynamoDb, readOn },
} satisfies Record<string, Price>;
