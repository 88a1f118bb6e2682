/**
 * The GraphQL documents of the app: those that its typed client sends. They are defined by the schema alone; here the
 * client writes each of them once, and thousands of guests send it without a client of their own.
 */
import { ConsoleLogger } from 'aws-amplify/utils';
import { parse, print } from 'graphql';
import { noVotes } from '../../amplify/show';
import { openBackend, type BackendClient, type Outputs } from '../../live/backend';

export const subscriptionFields = ['onRound', 'onScores', 'onMessage'] as const;
export type SubscriptionField = (typeof subscriptionFields)[number];

export type Operation = 'snapshot' | 'recentRounds' | 'castVotes' | 'sendMessage' | SubscriptionField;

export type Documents = Record<Operation, string>;

// Else it warns that the identity pool of a local backend is not Amazon's.
ConsoleLogger.LOG_LEVEL = 'ERROR';

/** Points Amplify, which is one per process, at the backend that the outputs name. */
export function readDocuments(outputs: Outputs): Documents {
  const { client } = openBackend(outputs);
  let written = '';
  const transport = ({ query }: { query: string }) => {
    written = query;
    return Object.assign(Promise.resolve({ data: null }), { pipe: () => undefined });
  };
  Object.assign(client, { graphql: transport });
  const documentOf = (operate: (client: BackendClient) => unknown): string => {
    operate(client);
    // Amplify sends what it has parsed and printed.
    return print(parse(written));
  };
  return {
    snapshot: documentOf(({ queries }) => queries.snapshot()),
    recentRounds: documentOf(({ queries }) => queries.recentRounds()),
    castVotes: documentOf(({ mutations }) => mutations.castVotes({ roundId: '', ...noVotes })),
    sendMessage: documentOf(({ mutations }) => mutations.sendMessage({ nickname: '', text: '' })),
    onRound: documentOf(({ subscriptions }) => subscriptions.onRound()),
    onScores: documentOf(({ subscriptions }) => subscriptions.onScores()),
    onMessage: documentOf(({ subscriptions }) => subscriptions.onMessage()),
  };
}
