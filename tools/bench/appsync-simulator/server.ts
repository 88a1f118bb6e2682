/** Runs AWS's own mock of AppSync with the app's schema. It publishes `publishScores` and accepts any signature. */
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import { answer } from '../child';

/** The used part of its types. It is installed in this folder for the bench only. */
interface Simulator {
  init(config: object): void;
  start(): Promise<void>;
}
const { AmplifyAppSyncSimulator } = createRequire(import.meta.url)('@aws-amplify/amplify-appsync-simulator') as {
  AmplifyAppSyncSimulator: new (config: { port: number }) => Simulator;
};

/** The simulator listens on all addresses and has no setting for that. */
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
    // No resolver for `onScores`: with IAM, the simulator fails at resolvers of subscriptions.
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
