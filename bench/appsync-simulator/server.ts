/**
 * AWS's own mock of AppSync, serving the schema of the app: what `publishScores` gets, subscribers of `onScores` get.
 * It takes any signature for a valid one.
 */
import { createRequire } from 'node:module';
import { answer } from '../child';

/** The part of it that is used; it is installed in this folder, and only for the bench. */
interface Simulator {
  init(config: object): void;
  start(): Promise<void>;
  localhostUrl: string;
}
const require = createRequire(import.meta.url);
const { AmplifyAppSyncSimulator } = require('@aws-amplify/amplify-appsync-simulator') as {
  AmplifyAppSyncSimulator: new (config: { port: number }) => Simulator;
};

export interface Started {
  graphqlUrl: string;
}

const iam = { authenticationType: 'AWS_IAM' };
const passOn = {
  kind: 'UNIT',
  dataSourceName: 'none',
  requestMappingTemplate: '{ "version": "2018-05-29", "payload": $util.toJson($context.arguments) }',
  responseMappingTemplate: '$util.toJson($context.result)',
};
answer<{ schema: string; port: number }, Started>(async ({ schema, port }) => {
  const simulator = new AmplifyAppSyncSimulator({ port });
  simulator.init({
    schema: { content: schema },
    appSync: { name: 'matinee', defaultAuthenticationType: iam, additionalAuthenticationProviders: [{ authenticationType: 'AMAZON_COGNITO_USER_POOLS' }] },
    dataSources: [{ type: 'NONE', name: 'none' }],
    // None for onScores: with IAM, it fails at any resolver of a subscription ("Cannot read properties of undefined").
    resolvers: [{ ...passOn, typeName: 'Mutation', fieldName: 'publishScores' }],
  });
  await simulator.start();
  return { graphqlUrl: `${simulator.localhostUrl}/graphql` };
});
