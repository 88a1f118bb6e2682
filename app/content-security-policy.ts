/**
 * The Content Security Policy of the pages: https://www.w3.org/TR/CSP3/
 *
 * The browser enforces two policies at once. `middleware.ts` sets the header, which contains the nonce; it cannot read
 * `amplify_outputs.json`. So the page itself contains a second policy with the only hosts that it connects to.
 */
import { parseAmplifyConfig } from 'aws-amplify/utils';
import type { Outputs } from '../live/backend';

/** Serves the posters of TMDB. The app serves those of the catalogue. */
const posterHost = 'https://image.tmdb.org';

/**
 * Returns the policy in the header. A script runs only if it has the nonce or was loaded by a script that has it.
 *
 * @param nonce base64, unique for each request
 * @param isDevelopment whether Next.js evaluates code in the browser and injects styles with scripts
 */
export function headerPolicy(nonce: string, isDevelopment: boolean): string {
  return policy({
    // For the manifest: WebKit reports `manifest-src` as unknown in each console. All other directives that default to
    // this one are below.
    'default-src': ["'self'"],
    'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    'style-src-elem': isDevelopment ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`],
    // React writes style attributes, for example the widths of bars.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:', posterHost],
    'font-src': ["'self'"],
    // Restricted by the page's own policy.
    'connect-src': ['*'],
    'frame-src': ["'none'"],
    'media-src': ["'none'"],
    'object-src': ["'none'"],
    'worker-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    // Only Next.js may create scripts from strings, and React what the default policy of `early-script.ts` allows:
    // https://www.w3.org/TR/trusted-types/
    ...(isDevelopment
      ? {}
      : { 'require-trusted-types-for': ["'script'"], 'trusted-types': ['nextjs', 'nextjs#bundler', 'default'] }),
  });
}

interface ConnectOptions {
  /** Whether people sign in on the page, and it also connects to the user pool. No page of the audience does. */
  canSignIn?: boolean;
}

/**
 * Returns the page's own policy for a `<meta http-equiv>`: it allows connections to the configured backend only.
 *
 * @throws {TypeError} if the outputs contain an invalid URL
 */
export function connectPolicy(outputs: Outputs, { canSignIn = false }: ConnectOptions = {}): string {
  const signIn = canSignIn ? [cognitoOrigin(outputs, 'userPoolEndpoint', 'cognito-idp')] : [];
  return policy({ 'connect-src': ["'self'", ...new Set([...backendOrigins(outputs), ...signIn])] });
}

/** @param name of the custom output with the endpoint of a local backend */
function cognitoOrigin(outputs: Outputs, name: string, service: string): string {
  const local = outputs.custom?.[name];
  if (typeof local === 'string') return new URL(local).origin;
  const region = parseAmplifyConfig(outputs).API?.GraphQL?.region ?? '';
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function backendOrigins(outputs: Outputs): string[] {
  const { endpoint } = parseAmplifyConfig(outputs).API?.GraphQL ?? {};
  const api = endpoint ? [new URL(endpoint).origin] : [];
  // Amplify derives the WebSocket host from the API's host in the same way:
  // https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
  const realtime = api.map((origin) => origin.replace('appsync-api', 'appsync-realtime-api').replace(/^http/, 'ws'));
  return [...api, ...realtime, cognitoOrigin(outputs, 'identityPoolEndpoint', 'cognito-identity')];
}

function policy(directives: Record<string, string[]>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
