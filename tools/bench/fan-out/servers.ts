/** The compared servers, each in its own process, and how to subscribe and publish on each. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { readDeployment, synthesize } from 'amplify-local';
import { BackendProcess } from '../../backend/backend-process';
import { freePort } from '../../backend/free-port';
import type { Outputs } from '../../../live/backend';
import { readDocuments } from '../../guest/documents';
import { endpointsOf } from '../../guest/endpoints';
import { Guest } from '../../guest/guest';
import { keepAlivePost } from '../../guest/post';
import type { Started } from '../bare-server';
import { Child } from '../child';
import { installPackage } from '../install-package';
import { Publisher, type SignedPost } from './publisher';
import type { Subscription } from './receivers';
import { projectFolder } from '../../project-folder';

export interface Server {
  name: string;
  subscription(): Promise<Subscription>;
  /** The URL for publications. */
  url: string;
  publication(): Promise<SignedPost>;
  end(): Promise<void>;
}

const dataFolder = path.join(projectFolder, '.amplify/bench-fan-out');
/** Long, so that new rounds seldom disturb the bench. */
const roundSeconds = 60;

export async function startBackend(): Promise<{ backend: Server; startSimulator: () => Promise<Server> }> {
  await Promise.all(
    ['tables', 'streams'].map((part) => rm(path.join(dataFolder, part), { recursive: true, force: true })),
  );
  const process = new BackendProcess({
    projectFolder,
    dataFolder,
    host: 'localhost',
    port: await freePort(),
    context: { roundSeconds },
  });
  const outputs = (await process.start()) as Outputs;
  const endpoints = endpointsOf(outputs);
  const folder = await synthesize({ projectFolder, context: { roundSeconds } });
  const deployment = readDeployment(folder, {
    region: endpoints.region,
    accountId: '123456789012',
    graphqlUrl: endpoints.graphqlUrl,
  });
  const publisher = await Publisher.of(deployment, dataFolder);
  const documents = readDocuments(outputs);
  const guest = new Guest({ endpoints, documents, post: keepAlivePost() });
  const appSync = (name: string, graphqlUrl: string, realtimeUrl: string, end: () => Promise<void>): Server => ({
    name,
    async subscription() {
      const headers = Buffer.from(JSON.stringify(await guest.authorizeConnection()));
      return {
        // The simulator reads the header from the URL, AppSync from the subprotocol.
        url: `${realtimeUrl}?header=${encodeURIComponent(headers.toString('base64'))}&payload=e30=`,
        protocols: ['graphql-ws', `header-${headers.toString('base64url')}`],
        start: await guest.startPayload('onScores'),
      };
    },
    url: graphqlUrl,
    publication: () => publisher.sign(graphqlUrl),
    end,
  });
  return {
    backend: appSync('local backend', endpoints.graphqlUrl, endpoints.realtimeUrl, () => process.end('SIGTERM')),
    async startSimulator() {
      const simulatorFolder = await installPackage('appsync-simulator');
      // Node.js warns of a leak, because it has one event listener per subscriber.
      const simulator = new Child<object, null>(path.join(simulatorFolder, 'server.ts'), ['--no-warnings']);
      const port = await freePort();
      await simulator.ask({ schema: deployment.api.schema, port });
      const host = `127.0.0.1:${port}`;
      return appSync('appsync-simulator', `http://${host}/graphql`, `ws://${host}/graphql/realtime`, () =>
        simulator.end(),
      );
    },
  };
}

/** @param text - a message as subscribers of the backend receive it */
export async function startBare(text: string): Promise<Server> {
  const bare = new Child<object, Started>(path.join(projectFolder, 'tools/bench/bare-server.ts'));
  const { port } = await bare.ask({});
  return {
    name: 'bare ws',
    subscription: () => Promise.resolve({ url: `ws://127.0.0.1:${port}/`, protocols: [] }),
    url: `http://127.0.0.1:${port}/`,
    publication: () => Promise.resolve({ headers: {}, body: text }),
    end: () => bare.end(),
  };
}
