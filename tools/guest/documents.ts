/**
 * The GraphQL documents that the app's typed client sends. The client generates them from the schema once, and
 * thousands of headless guests send them without a client.
 */
import { ConsoleLogger } from 'aws-amplify/utils';
import { parse, print } from 'graphql';
import { noVotes } from '../../amplify/show';
import { openBackend, type BackendClient, type Outputs } from '../../live/backend';

export const subscriptionFields = ['onRound', 'onScores', 'onMessage', 'onShow'] as const;
export type SubscriptionField = (typeof subscriptionFields)[number];

/** A subscription of a connection: its field, and for chat messages the room if it is not room 0. */
export type SubscriptionId = SubscriptionField | `onMessage:${number}`;

/** @param room from 0 */
export function roomSubscription(room: number): SubscriptionId {
  return room === 0 ? 'onMessage' : `onMessage:${room}`;
}

export function fieldOf(id: SubscriptionId): SubscriptionField {
  return id.split(':', 1)[0] as SubscriptionField;
}

export function variablesOf(id: SubscriptionId): { room?: number } {
  const [, room] = id.split(':');
  return room === undefined ? {} : { room: Number(room) };
}

export type Operation = 'snapshot' | 'recentRounds' | 'castVotes' | 'sendMessage' | 'reportMessage' | SubscriptionField;

export type Documents = Record<Operation, string>;

// Otherwise the client warns that the identity pool of a local backend is not on AWS.
ConsoleLogger.LOG_LEVEL = 'ERROR';

/**
 * Returns the documents. Configures Amplify, which has one configuration per process, for the backend in the outputs.
 */
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
    // Amplify also parses and prints a document before it sends it.
    return print(parse(written));
  };
  return {
    snapshot: documentOf(({ queries }) => queries.snapshot()),
    recentRounds: documentOf(({ queries }) => queries.recentRounds()),
    castVotes: documentOf(({ mutations }) => mutations.castVotes({ roundId: '', ...noVotes, endsAt: 0 })),
    sendMessage: documentOf(({ mutations }) => mutations.sendMessage({ nickname: '', text: '', room: 0 })),
    reportMessage: documentOf(({ mutations }) =>
      mutations.reportMessage({ messageId: '', sender: '', nickname: '', text: '' }),
    ),
    onRound: documentOf(({ subscriptions }) => subscriptions.onRound()),
    onScores: documentOf(({ subscriptions }) => subscriptions.onScores()),
    onMessage: documentOf(({ subscriptions }) => subscriptions.onMessage({ room: 0 })),
    onShow: documentOf(({ subscriptions }) => subscriptions.onShow()),
  };
}
