/** The endpoints of a backend, from its `amplify_outputs.json`. */
import { z } from 'zod';

export interface Endpoints {
  region: string;
  identityPoolId: string;
  /** Cognito identity pools. */
  identityUrl: string;
  /** AppSync's HTTP endpoint; its protocol in lower case. */
  graphqlUrl: string;
  realtimeUrl: string;
  /** A local backend is free and has no quotas. */
  isLocal: boolean;
}

/** The host names of AppSync. Custom domains and local backends do not match. */
const appSyncHost = /^[a-z0-9]+\.appsync-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/** The part that is needed of https://docs.amplify.aws/react/reference/amplify_outputs/ */
const schema = z.object({
  auth: z.object({ aws_region: z.string(), identity_pool_id: z.string() }),
  data: z.object({ url: z.url(), aws_region: z.string() }),
  custom: z.object({ identityPoolEndpoint: z.url().optional() }).optional(),
});

/** @throws if the outputs name no identity pool or no API */
export function endpointsOf(outputs: unknown): Endpoints {
  const { data: parsed, error } = schema.safeParse(outputs);
  if (!parsed) throw new Error(`The outputs name no API with an identity pool for guests:\n${z.prettifyError(error)}`);
  const { auth, data, custom } = parsed;
  // Normalized, because a local backend writes `HTTP:` in upper case for `aws-amplify`.
  const graphqlUrl = new URL(data.url);
  const suffix = auth.aws_region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    region: data.aws_region,
    identityPoolId: auth.identity_pool_id,
    identityUrl: custom?.identityPoolEndpoint ?? `https://cognito-identity.${auth.aws_region}.${suffix}/`,
    graphqlUrl: graphqlUrl.href,
    realtimeUrl: realtimeUrlOf(graphqlUrl),
    // Only a local backend has its own identity endpoint, and AppSync serves HTTPS only.
    isLocal: custom?.identityPoolEndpoint !== undefined && graphqlUrl.protocol === 'http:',
  };
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
function realtimeUrlOf({ protocol, hostname, host, pathname }: URL): string {
  const scheme = protocol === 'http:' ? 'ws' : 'wss';
  if (appSyncHost.test(hostname))
    return `${scheme}://${host.replace('.appsync-api.', '.appsync-realtime-api.')}${pathname}`;
  return `${scheme}://${host}${pathname}/realtime`;
}
