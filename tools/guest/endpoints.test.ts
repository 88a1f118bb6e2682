import { describe, expect, it } from 'vitest';
import { endpointsOf } from './endpoints';

const outputs = (url: string, custom?: Record<string, unknown>) => ({
  version: '1.4',
  auth: {
    aws_region: 'eu-west-1',
    user_pool_id: 'eu-west-1_a',
    user_pool_client_id: 'b',
    identity_pool_id: 'eu-west-1:pool',
    unauthenticated_identities_enabled: true,
  },
  data: { url, aws_region: 'eu-west-1', default_authorization_type: 'AWS_IAM', authorization_types: [] },
  custom,
});

describe('endpointsOf', () => {
  it.each([
    [
      'https://abc123.appsync-api.eu-west-1.amazonaws.com/graphql',
      'wss://abc123.appsync-realtime-api.eu-west-1.amazonaws.com/graphql',
    ],
    [
      'https://abc123.appsync-api.cn-north-1.amazonaws.com.cn/graphql',
      'wss://abc123.appsync-realtime-api.cn-north-1.amazonaws.com.cn/graphql',
    ],
    ['https://api.example.com/graphql', 'wss://api.example.com/graphql/realtime'],
    ['HTTP://localhost:4000/graphql', 'ws://localhost:4000/graphql/realtime'],
  ])('derives the real-time URL of %s', (url, realtimeUrl) => {
    expect(endpointsOf(outputs(url))).toMatchObject({ realtimeUrl });
  });

  it.each(['localhost', '127.0.0.1', '192.168.0.7', '[fd00::7]', 'laptop.local'])(
    'recognizes a local backend on %s',
    (host) => {
      const local = outputs(`HTTP://${host}:4000/graphql`, {
        identityPoolEndpoint: `http://${host}:4000/cognito-identity/`,
      });
      expect(endpointsOf(local)).toMatchObject({ isLocal: true });
    },
  );

  it.each([
    ['https://abc123.appsync-api.eu-west-1.amazonaws.com/graphql', undefined],
    ['https://abc123.appsync-api.eu-west-1.amazonaws.com/graphql', { note: 'of its own' }],
    // A deployed backend with such a field is still billed. AppSync serves HTTPS only.
    [
      'https://abc123.appsync-api.eu-west-1.amazonaws.com/graphql',
      { identityPoolEndpoint: 'http://localhost:4000/cognito-identity/' },
    ],
    ['https://api.example.com/graphql', { identityPoolEndpoint: 'https://api.example.com/cognito-identity/' }],
    // Its guests come from Cognito on AWS.
    ['HTTP://localhost:4000/graphql', undefined],
  ])('does not take %s with %j for a local backend', (url, custom) => {
    expect(endpointsOf(outputs(url, custom))).toMatchObject({ isLocal: false });
  });

  it('uses Cognito in the region of the pool', () => {
    expect(endpointsOf(outputs('https://api.example.com/graphql')).identityUrl).toBe(
      'https://cognito-identity.eu-west-1.amazonaws.com/',
    );
  });

  it('uses the Cognito endpoint of a local backend', () => {
    const local = outputs('HTTP://localhost:4000/graphql', {
      identityPoolEndpoint: 'http://localhost:4000/cognito-identity/',
    });
    expect(endpointsOf(local)).toMatchObject({
      identityUrl: 'http://localhost:4000/cognito-identity/',
      graphqlUrl: 'http://localhost:4000/graphql',
      identityPoolId: 'eu-west-1:pool',
    });
  });

  it('throws without an API', () => {
    expect(() => endpointsOf({ version: '1.4' })).toThrow('name no API');
  });
});
