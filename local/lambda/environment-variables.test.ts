import { describe, expect, it } from 'vitest';
import type { LambdaFunction } from '../cloudformation/deployment';
import { createEnvironmentVariables } from './environment-variables';

const fn: LambdaFunction = {
  name: 'tally',
  arn: 'arn:aws:lambda:eu-west-1:111122223333:function:tally',
  roleArn: 'arn:aws:iam::111122223333:role/tally',
  codePath: '/bundles/tally',
  handler: 'index.handler',
  environment: { TABLE: 'Round' },
  timeoutSeconds: 10,
};

function environmentOf(environment: Record<string, string>, secrets: Record<string, string> = {}) {
  return createEnvironmentVariables(
    { ...fn, environment },
    {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'token' },
      memorySizeMb: 512,
      secrets,
      dynamoDbEndpoint: 'http://127.0.0.1:4000/dynamodb/',
    },
  );
}

const bundleAsks = {
  TMDB_API_KEY: '<value will be resolved during runtime>',
  AMPLIFY_SSM_ENV_CONFIG: JSON.stringify({
    TMDB_API_KEY: { path: '/amplify/matinee/local/TMDB_API_KEY', sharedPath: '/amplify/shared/matinee/TMDB_API_KEY' },
  }),
};

describe('createEnvironmentVariables', () => {
  it("has Lambda's variables, the role's credentials and the function's own variables", () => {
    expect(environmentOf(fn.environment)).toMatchObject({
      TABLE: 'Round',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'tally',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_EXECUTION_ENV: expect.stringMatching(/^AWS_Lambda_nodejs\d+\.x$/) as string,
      LAMBDA_TASK_ROOT: '/bundles/tally',
      TZ: ':UTC',
      AWS_ACCESS_KEY_ID: 'ASIA1',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:4000/dynamodb/',
    });
  });

  it('contains nothing of the environment of the backend', () => {
    expect(environmentOf({})).not.toHaveProperty('PATH');
  });

  it('sets a secret as the bundle would, and leaves nothing to request', () => {
    expect(environmentOf(bundleAsks, { TMDB_API_KEY: 'key' })).toMatchObject({
      TMDB_API_KEY: 'key',
      AMPLIFY_SSM_ENV_CONFIG: '{}',
    });
  });

  it('leaves the variable of an unknown secret unset', () => {
    const environment = environmentOf(bundleAsks);
    expect(environment).not.toHaveProperty('TMDB_API_KEY');
    expect(environment.AMPLIFY_SSM_ENV_CONFIG).toBe('{}');
  });

  it('finds a secret by its name rather than by the name of the variable', () => {
    const config = JSON.stringify({ API_KEY: { path: '/amplify/matinee/local/TMDB_API_KEY' } });
    expect(environmentOf({ API_KEY: '', AMPLIFY_SSM_ENV_CONFIG: config }, { TMDB_API_KEY: 'key' })).toMatchObject({
      API_KEY: 'key',
    });
  });
});
