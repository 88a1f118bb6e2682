/** The API that the suite tests: the one that environment variables name, or else a local one. */
import type { Credentials } from './signature';

/** The operations of the API that the suite calls. */
export interface Documents {
  query: string;
  /** A mutation that takes `$text: String!` and publishes it to `subscription`. */
  mutation: string;
  /** A subscription whose selection contains the text of `mutation`. */
  subscription: string;
  /** An operation that the caller's policy forbids. Undefined if it may call everything. */
  forbidden?: string | undefined;
}

export interface Target {
  /** The GraphQL endpoint, such as `https://x.appsync-api.us-east-1.amazonaws.com/graphql`. */
  graphqlUrl: URL;
  /** Every address of the real-time endpoint. */
  realtimeUrls: URL[];
  region: string;
  credentials: Credentials;
  documents: Documents;
  /** The longest time between two `ka`, with a margin. */
  keepAliveWithinMs: number;
  close(): Promise<void>;
}

const { env } = process;

/** Whether the suite tests the local backend. Where AWS's answer is not known, only the local one is tested. */
export const isLocal = env.APPSYNC_URL === undefined;

export async function openTarget(): Promise<Target> {
  if (!isLocal) return remoteTarget();
  const { startLocalTarget } = await import('./local-target');
  return startLocalTarget();
}

function remoteTarget(): Target {
  const graphqlUrl = new URL(required('APPSYNC_URL'));
  const [, host = '', region = ''] = /^(\w+)\.appsync-api\.([\w-]+)\./.exec(graphqlUrl.host) ?? [];
  return {
    graphqlUrl,
    // A custom domain has one host for both endpoints.
    realtimeUrls: host
      ? [new URL(graphqlUrl.href.replace(/^https:/, 'wss:').replace('.appsync-api.', '.appsync-realtime-api.'))]
      : [new URL(`wss://${graphqlUrl.host}/graphql/realtime`)],
    region: env.AWS_REGION ?? (region || required('AWS_REGION')),
    credentials: {
      accessKeyId: required('AWS_ACCESS_KEY_ID'),
      secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
      sessionToken: env.AWS_SESSION_TOKEN,
    },
    documents: {
      query: required('APPSYNC_QUERY'),
      mutation: required('APPSYNC_MUTATION'),
      subscription: required('APPSYNC_SUBSCRIPTION'),
      forbidden: env.APPSYNC_FORBIDDEN,
    },
    keepAliveWithinMs: 90_000,
    close: () => Promise.resolve(),
  };
}

function required(name: string): string {
  const value = env[name];
  if (!value) throw new Error(`Set ${name}: local/README.md, "Conformance suite", says to what.`);
  return value;
}
