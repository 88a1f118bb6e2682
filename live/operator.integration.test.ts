/** An operator signs in to the local backend with the unmodified Amplify client, as on AWS. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { log, startBackend, type Backend, type BackendOptions } from 'amplify-local';
import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchMFAPreference,
  getCurrentUser,
  signIn,
  signOut,
  type SignInOutput,
} from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { generateClient } from 'aws-amplify/data';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../amplify/data/resource';
import { freePort } from '../tools/backend/free-port';
import { amplifyConfig } from './amplify-config';
import { valueOf } from './backend-error';
import { openHostBackend } from './host-backend';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const host = { email: 'host@example.com', groups: ['operators'] };
const stranger = { email: 'stranger@example.com' };
const password = 'A show for 1000 people!';

let folder: string;
let port: number;
let backend: Backend;
/** What a browser would have in its storage. */
const stored = new Map<string, string>();
/** The secret in the operator's authenticator app. */
let secret = '';

async function start(options: Partial<BackendOptions> = {}): Promise<void> {
  backend = await startBackend({
    projectFolder,
    dataFolder: path.join(folder, 'data'),
    host: 'localhost',
    port,
    users: [host, stranger],
    ...options,
  });
  Amplify.configure(amplifyConfig(backend.outputs));
  // The configuration resets it.
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    getItem: (key) => Promise.resolve(stored.get(key) ?? null),
    setItem: (key, value) => Promise.resolve(void stored.set(key, value)),
    removeItem: (key) => Promise.resolve(void stored.delete(key)),
    clear: () => {
      stored.clear();
      return Promise.resolve();
    },
  });
}

beforeAll(async () => {
  log.level = 'error';
  await mkdir(path.join(projectFolder, '.amplify'), { recursive: true });
  folder = await mkdtemp(path.join(projectFolder, '.amplify/test-'));
  port = await freePort();
  await start();
});
afterAll(async () => {
  await backend.close();
  await rm(folder, { recursive: true });
});

const temporaryPasswordOf = (email: string) =>
  backend.users.find((user) => user.email === email)?.temporaryPassword ?? '';

/** @param stepsAhead a code can be used once, and that of the next 30 seconds is accepted */
const codeOf = (totpSecret: string, stepsAhead = 0) =>
  generate({ secret: totpSecret, epoch: Math.floor(Date.now() / 1000) + 30 * stepsAhead });

function sharedSecretOf({ nextStep }: SignInOutput): string {
  if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP')
    throw new Error(`The step is ${nextStep.signInStep}.`);
  return nextStep.totpSetupDetails.sharedSecret;
}

/** Signs in for the first time: temporary password, new password, authenticator app. */
async function signInFirst(email: string, temporaryPassword: string): Promise<string> {
  expect(await signIn({ username: email, password: temporaryPassword })).toMatchObject({
    nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: [] },
  });
  await expect(confirmSignIn({ challengeResponse: 'short' })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: 'Password did not conform with policy: Password not long enough',
  });
  const totpSecret = sharedSecretOf(await confirmSignIn({ challengeResponse: password }));
  await expect(confirmSignIn({ challengeResponse: '000000' })).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  });
  expect(await confirmSignIn({ challengeResponse: await codeOf(totpSecret) })).toMatchObject({ isSignedIn: true });
  return totpSecret;
}

const query = () => generateClient<Schema>({ authMode: 'iam' }).queries.snapshot();

describe('an operator', () => {
  it('signs in for the first time: new password and authenticator app', async () => {
    secret = await signInFirst(host.email, temporaryPasswordOf(host.email));
    expect((await getCurrentUser()).signInDetails).toMatchObject({ loginId: host.email });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    expect(temporaryPasswordOf(host.email)).toBe('');
  });

  it('has tokens of the group, which the public key verifies', async () => {
    const { tokens } = await fetchAuthSession();
    const { user_pool_id: pool, user_pool_client_id: audience } = backend.outputs.auth;
    const keys = createRemoteJWKSet(new URL(`${backend.outputs.custom.userPoolEndpoint}${pool}/.well-known/jwks.json`));
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
    const id = await jwtVerify(tokens?.idToken?.toString() ?? '', keys, { issuer, audience });
    expect(id.payload).toMatchObject({
      token_use: 'id',
      email: host.email,
      'cognito:groups': ['operators'],
      'cognito:preferred_role': expect.stringContaining('operatorsGroupRole') as string,
    });
    const access = await jwtVerify(tokens?.accessToken.toString() ?? '', keys, { issuer });
    expect(access.payload).toMatchObject({
      token_use: 'access',
      client_id: audience,
      scope: 'aws.cognito.signin.user.admin',
    });
  });

  it('watches with the credentials of the role of the group', async () => {
    const { errors, data } = await query();
    expect(errors).toBeUndefined();
    expect(data?.serverTime).toBeTypeOf('number');
  });

  it('gets new tokens and credentials, and stays the same identity', async () => {
    const before = await fetchAuthSession();
    const after = await fetchAuthSession({ forceRefresh: true });
    expect(after.identityId).toBe(before.identityId);
    expect(after.tokens?.accessToken.toString()).not.toBe(before.tokens?.accessToken.toString());
    expect(after.credentials?.accessKeyId).not.toBe(before.credentials?.accessKeyId);
  });

  it('stays signed in while the backend restarts, and signs in with password and code again', async () => {
    await backend.close();
    await start();
    expect((await fetchAuthSession({ forceRefresh: true })).tokens?.idToken).toBeDefined();
    expect((await query()).errors).toBeUndefined();
    await signOut();

    await expect(signIn({ username: host.email, password: 'A show for 1001 people!' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    // Names of users are not case-sensitive.
    expect(await signIn({ username: 'Host@Example.com', password })).toMatchObject({
      nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
    });
    await expect(confirmSignIn({ challengeResponse: '000000' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: await codeOf(secret, 1) })).toMatchObject({ isSignedIn: true });
  });

  it('cannot refresh after signing out', async () => {
    const refreshToken = [...stored].find(([key]) => key.endsWith('.refreshToken'))?.[1];
    expect(refreshToken).toBeDefined();
    await signOut();
    expect((await fetchAuthSession()).tokens).toBeUndefined();
    const { user_pool_client_id: ClientId } = backend.outputs.auth;
    const response = await fetch(backend.outputs.custom.userPoolEndpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken' },
      body: JSON.stringify({ ClientId, RefreshToken: refreshToken }),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { __type: 'NotAuthorizedException', message: 'Invalid Refresh Token' },
    ]);
  });

  it('leaves no password on the disk', async () => {
    const file = path.join(folder, 'data/user-pools', `${backend.outputs.auth.user_pool_id}.json`);
    const content = await readFile(file, 'utf8');
    expect(content).toContain(host.email);
    expect(content).not.toContain(password);
  });
});

describe('a user outside every group', () => {
  it('gets credentials that may call nothing', async () => {
    await signInFirst(stranger.email, temporaryPasswordOf(stranger.email));
    const { credentials, tokens } = await fetchAuthSession();
    expect(credentials).toBeDefined();
    expect(tokens?.idToken?.payload).not.toHaveProperty('cognito:groups');
    expect((await query()).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    await signOut();
  });
});

describe('a fresh start', () => {
  it('forgets passwords and apps', async () => {
    const previous = temporaryPasswordOf(host.email);
    await backend.close();
    await start({ fresh: true });
    expect(temporaryPasswordOf(host.email)).not.toBe(previous);
    secret = await signInFirst(host.email, temporaryPasswordOf(host.email));
    await signOut({ global: true });
  });
});

describe('the page of operators, for a user outside every group', () => {
  it('knows that the account is not an operator, reads nothing, and signs out', async () => {
    const { client, account } = openHostBackend(backend.outputs);
    await signInFirst(stranger.email, temporaryPasswordOf(stranger.email));
    expect(await account()).toMatchObject({ isOperator: false });
    const { queries, mutations } = client;
    const calls = [
      valueOf(queries.hostView()),
      valueOf(queries.reports()),
      valueOf(queries.mutes()),
      valueOf(queries.hostActions()),
      valueOf(queries.rounds({ from: 0, to: 1 })),
      valueOf(queries.searchMovies({ text: 'metropolis' })),
      valueOf(mutations.setPaused({ isPaused: true })),
      valueOf(mutations.setReportClosed({ id: '0:x', isClosed: true })),
    ];
    await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject({ type: 'Unauthorized' })));
    await signOut();
    expect(await account()).toBeNull();
  });
});
