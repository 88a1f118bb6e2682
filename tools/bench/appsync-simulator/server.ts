/**
 * AWS's own mock of AppSync, serving the schema of the app: what `publishScores` gets, subscribers of `onScores` get.
 * It takes any signature for a valid one.
 */
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import { answer } from '../child';

/** The part of it that is used; it is installed in this folder, and only for the bench. */
interface Simulator {
  init(config: object): void;
  start(): Promise<void>;
}
const { AmplifyAppSyncSimulator } = createRequire(import.meta.url)('@aws-amplify/amplify-appsync-simulator') as {
  AmplifyAppSyncSimulator: new (config: { port: number }) => Simulator;
};

/** It would listen on every address of the machine, and has no setting for that. */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the server as `this` below
const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  return typeof args[0] === 'number'
    ? listen.call(this, args[0], '127.0.0.1', ...args.slice(1))
    : listen.apply(this, args);
};

const iam = { authenticationType: 'AWS_IAM' };
const userPools = { authenticationType: 'AMAZON_COGNITO_USER_POOLS' };

answer<{ schema: string; port: number }, null>(async ({ schema, port }) => {
  const simulator = new AmplifyAppSyncSimulator({ port });
  simulator.init({
    schema: { content: schema },
    appSync: { name: 'matinee', defaultAuthenticationType: iam, additionalAuthenticationProviders: [userPools] },
    dataSources: [{ type: 'NONE', name: 'none' }],
    // None for onScores: with IAM, it fails at every resolver of a subscription.
    resolvers: [
      {
        kind: 'UNIT',
        typeName: 'Mutation',
        fieldName: 'publishScores',
        dataSourceName: 'none',
        requestMappingTemplate: '{ "version": "2018-05-29", "payload": $util.toJson($context.arguments) }',
        responseMappingTemplate: '$util.toJson($context.result)',
      },
    ],
  });
  await simulator.start();
  return null;
});
