import { describe, expect, it } from 'vitest';
import type { Outputs } from '../live/backend';
import { connectPolicy, headerPolicy } from './content-security-policy';

function outputs(url: string, region: string, custom?: Record<string, unknown>): Outputs {
  const auth = {
    aws_region: region,
    user_pool_id: 'pool',
    user_pool_client_id: 'client',
    identity_pool_id: `${region}:pool`,
    unauthenticated_identities_enabled: true,
  };
  const data = { url, aws_region: region, default_authorization_type: 'AWS_IAM', authorization_types: [] };
  return { version: '1.4', auth, data, ...(custom && { custom }) };
}

describe('the policy in the header', () => {
  const sources = (directive: string, isDevelopment = false) =>
    headerPolicy('bm9uY2U=', isDevelopment)
      .split('; ')
      .find((part) => part.startsWith(`${directive} `))
      ?.split(' ')
      .slice(1);

  it('allows no script without the nonce', () => {
    expect(sources('script-src')).toEqual(["'nonce-bm9uY2U='", "'strict-dynamic'"]);
  });

  it('allows only what this app serves by default', () => {
    expect(sources('default-src')).toEqual(["'self'"]);
  });

  it.each(['frame-src', 'media-src', 'object-src', 'worker-src', 'frame-ancestors', 'base-uri', 'form-action'])(
    'forbids %s',
    (directive) => {
      expect(sources(directive)).toEqual(["'none'"]);
    },
  );

  it('allows images of this app and TMDB only', () => {
    expect(sources('img-src')).toEqual(["'self'", 'data:', 'https://image.tmdb.org']);
  });

  it('allows only Next.js to create scripts from strings', () => {
    expect(sources('require-trusted-types-for')).toEqual(["'script'"]);
    expect(sources('trusted-types')).toEqual(['nextjs', 'nextjs#bundler', 'default']);
  });

  it('allows the development server to evaluate code', () => {
    expect(sources('script-src', true)).toContain("'unsafe-eval'");
  });
});

describe('the policy of the page', () => {
  it.each([
    [
      'on AWS',
      outputs('https://abc.appsync-api.eu-west-1.amazonaws.com/graphql', 'eu-west-1'),
      'https://abc.appsync-api.eu-west-1.amazonaws.com wss://abc.appsync-realtime-api.eu-west-1.amazonaws.com https://cognito-identity.eu-west-1.amazonaws.com',
    ],
    [
      'on AWS in China',
      outputs('https://abc.appsync-api.cn-north-1.amazonaws.com.cn/graphql', 'cn-north-1'),
      'https://abc.appsync-api.cn-north-1.amazonaws.com.cn wss://abc.appsync-realtime-api.cn-north-1.amazonaws.com.cn https://cognito-identity.cn-north-1.amazonaws.com.cn',
    ],
    [
      'with a custom domain',
      outputs('https://api.matinee.example/graphql', 'eu-west-1'),
      'https://api.matinee.example wss://api.matinee.example https://cognito-identity.eu-west-1.amazonaws.com',
    ],
    [
      'on this machine',
      outputs('http://localhost:4000/graphql', 'us-east-1', { identityPoolEndpoint: 'http://localhost:4000/cognito' }),
      'http://localhost:4000 ws://localhost:4000',
    ],
  ])('allows connections to the backend %s only', (_where, from, hosts) => {
    expect(connectPolicy(from)).toBe(`connect-src 'self' ${hosts}`);
  });
});

describe('the policy of the page for operators', () => {
  it.each([
    [
      'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql',
      'eu-west-1',
      'https://cognito-idp.eu-west-1.amazonaws.com',
    ],
    [
      'https://abc.appsync-api.cn-north-1.amazonaws.com.cn/graphql',
      'cn-north-1',
      'https://cognito-idp.cn-north-1.amazonaws.com.cn',
    ],
  ])('also allows connections to the user pool of %s', (url, region, userPool) => {
    const from = outputs(url, region);
    expect(connectPolicy(from, { canSignIn: true })).toBe(`${connectPolicy(from)} ${userPool}`);
    expect(connectPolicy(from)).not.toContain('cognito-idp');
  });

  it('allows nothing more on this machine', () => {
    const from = outputs('http://localhost:4000/graphql', 'us-east-1', {
      identityPoolEndpoint: 'http://localhost:4000/cognito',
      userPoolEndpoint: 'http://localhost:4000/cognito-idp/',
    });
    expect(connectPolicy(from, { canSignIn: true })).toBe(connectPolicy(from));
  });
});
