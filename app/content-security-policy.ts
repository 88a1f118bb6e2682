/**
 * What the page may load, run and talk to: https://www.w3.org/TR/CSP3/
 *
 * The browser enforces two policies at once. The header's stands in `middleware.ts`, which knows the nonce but
 * cannot read `amplify_outputs.json`; the page itself names the only hosts that it talks to, since it can.
 */
import { parseAmplifyConfig } from 'aws-amplify/utils';
import type { Outputs } from '../live/backend';

/** Posters of TMDB; the catalogue's own are served with the app. */
const posterHost = 'https://image.tmdb.org';

/**
 * The policy in the header. A script runs only if it has the nonce, or was loaded by one that has.
 *
 * @param nonce of this request, never used again: base64
 * @param isDevelopment where Next.js compiles in the browser and sends styles in scripts
 */
export function headerPolicy(nonce: string, isDevelopment: boolean): string {
  return policy({
    'default-src': ["'none'"],
    'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    'style-src-elem': isDevelopment ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`],
    // Widths of bars and the like, in attributes that React writes.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:', posterHost],
    'font-src': ["'self'"],
    'manifest-src': ["'self'"],
    // Narrowed by the page's own policy.
    'connect-src': ['*'],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    // Only what Next.js itself makes may become a script: https://www.w3.org/TR/trusted-types/
    ...(isDevelopment
      ? {}
      : { 'require-trusted-types-for': ["'script'"], 'trusted-types': ['nextjs', 'nextjs#bundler'] }),
  });
}

/**
 * The page's own policy, for a `<meta http-equiv>`: the backend that the outputs name, and nobody else.
 *
 * @throws {TypeError} where the outputs hold no URL
 */
export function connectPolicy(outputs: Outputs): string {
  return policy({ 'connect-src': ["'self'", ...backendOrigins(outputs)] });
}

function backendOrigins(outputs: Outputs): string[] {
  const { endpoint, region } = parseAmplifyConfig(outputs).API?.GraphQL ?? {};
  const api = endpoint ? [new URL(endpoint).origin] : [];
  // As the Amplify library finds the WebSocket's host from the API's:
  // https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
  const realtime = api.map((origin) => origin.replace('appsync-api', 'appsync-realtime-api').replace(/^http/, 'ws'));
  const local = outputs.custom?.['identityPoolEndpoint'];
  const identityPool =
    typeof local === 'string'
      ? new URL(local).origin
      : region && `https://cognito-identity.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  return [...new Set([...api, ...realtime, ...(identityPool ? [identityPool] : [])])];
}

function policy(directives: Record<string, string[]>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
