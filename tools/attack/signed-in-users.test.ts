/** What users of the user pool can do with their credentials and tokens, and strangers without a password. */
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { generate } from 'otplib';
import { beforeAll, describe, expect, it } from 'vitest';
import { amplifyConfig } from '../../live/amplify-config';
import { operatorEmail, outsiderEmail } from './attacked-backend';
import { deployment } from './deployment';
import { callCognito, callUserPool, Guest } from './guest';
import { backendOnlyFields, callOf, rootFields, withVariables, type RootField } from './schema';
import { setUpTarget } from './target';

const target = setUpTarget();

const { identityPool, userPool } = deployment;
const provider = identityPool.providers[0]?.name ?? '';

interface User {
  client: Guest;
  idToken: string;
  accessToken: string;
}

/** Signs in for the first time, with the Amplify client. */
async function signInFirst(email: string): Promise<User> {
  Amplify.configure(amplifyConfig(target.outputs));
  await signIn({ username: email, password: target.temporaryPasswordOf(email) });
  const { nextStep } = await confirmSignIn({ challengeResponse: 'Enough for an attack 1!' });
  if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP')
    throw new Error(`The step is ${nextStep.signInStep}.`);
  const code = await generate({ secret: nextStep.totpSetupDetails.sharedSecret });
  await confirmSignIn({ challengeResponse: code });
  const { tokens, identityId = '' } = await fetchAuthSession();
  const idToken = tokens?.idToken?.toString() ?? '';
  const client = await Guest.withIdentity(target.port, { IdentityId: identityId, Logins: { [provider]: idToken } });
  // Otherwise, the next user could not sign in. The tokens stay as they are for an hour.
  await signOut();
  return { client, idToken, accessToken: tokens?.accessToken.toString() ?? '' };
}

let operator: User;
let outsider: User;
beforeAll(async () => {
  operator = await signInFirst(operatorEmail);
  outsider = await signInFirst(outsiderEmail);
});

const named = (roots: RootField[]) => roots.map((root) => [root.field.name, root] as const);
const unauthorized = (root: RootField) => [
  { errorType: 'Unauthorized', message: `Not Authorized to access ${root.field.name} on type ${root.type.name}` },
];

describe('a user outside of every group', () => {
  it.each(named(rootFields.filter(({ operation }) => operation !== 'subscription')))('calls %s', async (_, root) => {
    const { query, variables } = withVariables(root);
    const { data, errors } = await outsider.client.call(query, variables);
    expect(Object.values(data ?? {})).toEqual(data ? [null] : []);
    expect(errors).toMatchObject(unauthorized(root));
  });

  it.each(named(rootFields.filter(({ operation }) => operation === 'subscription')))(
    'subscribes to %s',
    async (_, root) => {
      const socket = await outsider.client.connect();
      socket.send(await outsider.client.startMessage('outsider', { query: `${root.operation} { ${callOf(root)} }` }));
      expect(await socket.next()).toMatchObject({
        type: 'error',
        payload: {
          errors: [{ errorType: 'Unauthorized', message: expect.stringContaining(root.field.name) as string }],
        },
      });
      socket.socket.terminate();
    },
  );

  it.each(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'])(
    'calls %s of DynamoDB',
    async (operation) => {
      const TableName = deployment.tables[0]?.name;
      const { status, json } = await outsider.client.callDynamoDb(operation, { TableName });
      expect([status, json]).toMatchObject([
        400,
        { __type: expect.stringContaining('#AccessDeniedException') as string },
      ]);
    },
  );

  it.each([
    ['of the group', userPool.groups[0]?.roleArn],
    ['of guests', identityPool.unauthenticatedRoleArn],
    ['of a function', deployment.functions.find(({ name }) => name === 'tally')?.roleArn],
  ])('asks for the role %s', async (_, CustomRoleArn) => {
    const { status, json } = await callCognito(target.port, 'GetCredentialsForIdentity', {
      IdentityId: outsider.client.identityId,
      Logins: { [provider]: outsider.idToken },
      CustomRoleArn,
    });
    expect([status, json]).toMatchObject([400, { __type: 'InvalidIdentityPoolConfigurationException' }]);
  });

  it('asks for the identity of the operator', async () => {
    const { status, json } = await callCognito(target.port, 'GetCredentialsForIdentity', {
      IdentityId: operator.client.identityId,
      Logins: { [provider]: outsider.idToken },
    });
    expect([status, json]).toMatchObject([400, { __type: 'NotAuthorizedException' }]);
  });

  it.each(['cognito:groups', 'cognito:roles', 'cognito:preferred_role'])('writes %s into the token', async (claim) => {
    const [head = '', payload = '', signature = ''] = outsider.idToken.split('.');
    const role = userPool.groups[0]?.roleArn;
    const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), [claim]: role };
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const { status, json } = await callCognito(target.port, 'GetId', {
      IdentityPoolId: identityPool.id,
      Logins: { [provider]: `${head}.${forged}.${signature}` },
    });
    expect([status, json]).toMatchObject([400, { __type: 'NotAuthorizedException', message: 'Invalid login token.' }]);
  });
});

describe('an operator', () => {
  it('may watch', async () => {
    const { data } = await operator.client.call('{ snapshot { serverTime } }');
    expect(data?.snapshot).toHaveProperty('serverTime');
  });

  it.each(named(backendOnlyFields))('calls %s, which is not for operators', async (_, root) => {
    const { query, variables } = withVariables(root);
    const { data, errors } = await operator.client.call(query, variables);
    expect(Object.values(data ?? {})).toEqual(data ? [null] : []);
    expect(errors).toMatchObject(unauthorized(root));
  });

  it.each(['idToken', 'accessToken'] as const)('calls the API with the %s instead of a signature', async (token) => {
    const { status } = await target.guest.post(
      JSON.stringify({ query: '{ snapshot { serverTime } }' }),
      {},
      { headers: { authorization: operator[token] } },
    );
    expect(status).toBe(401);
  });
});

describe('somebody without a password', () => {
  const client = { ClientId: userPool.clientId };

  it('asks for the identities of users', async () => {
    for (const { client: user } of [operator, outsider]) {
      const input = { IdentityId: user.identityId };
      const { status, json } = await callCognito(target.port, 'GetCredentialsForIdentity', input);
      expect([status, json]).toMatchObject([400, { __type: 'NotAuthorizedException' }]);
    }
  });

  it('sends an access token as a login', async () => {
    const { status, json } = await callCognito(target.port, 'GetId', {
      IdentityPoolId: identityPool.id,
      Logins: { [provider]: operator.accessToken },
    });
    expect([status, json]).toMatchObject([400, { __type: 'NotAuthorizedException' }]);
  });

  it.each([
    ['SignUp', { ...client, Username: 'eve@example.com', Password: 'Enough for an attack 1!' }],
    ['ConfirmSignUp', { ...client, Username: operatorEmail, ConfirmationCode: '000000' }],
    ['ForgotPassword', { ...client, Username: operatorEmail }],
    ['ChangePassword', { PreviousPassword: 'a', ProposedPassword: 'b', AccessToken: 'c' }],
    ['AdminCreateUser', { UserPoolId: userPool.id, Username: 'eve@example.com' }],
    ['AdminSetUserPassword', { UserPoolId: userPool.id, Username: operatorEmail, Password: 'a', Permanent: true }],
    ['AdminAddUserToGroup', { UserPoolId: userPool.id, Username: outsiderEmail, GroupName: 'operators' }],
    ['AdminInitiateAuth', { ...client, UserPoolId: userPool.id, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' }],
    ['ListUsers', { UserPoolId: userPool.id }],
    ['SetUserMFAPreference', { AccessToken: 'a', SoftwareTokenMfaSettings: { Enabled: false } }],
  ])('calls %s', async (operation, input) => {
    const { status, json } = await callUserPool(target.port, operation, input);
    expect([status, json]).toMatchObject([400, { __type: 'UnknownOperationException' }]);
  });

  it.each(['USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH', 'USER_AUTH'])(
    'uses the flow %s',
    async (AuthFlow) => {
      const AuthParameters = { USERNAME: operatorEmail, PASSWORD: 'a', CHALLENGE_NAME: 'SRP_A', SRP_A: '5' };
      const { status, json } = await callUserPool(target.port, 'InitiateAuth', { ...client, AuthFlow, AuthParameters });
      expect([status, json]).toMatchObject([400, { __type: 'InvalidParameterException' }]);
    },
  );

  it('guesses passwords, until the user is locked', async () => {
    const guess = async () => {
      const AuthParameters = { USERNAME: outsiderEmail, SRP_A: '5' };
      const started = await callUserPool(target.port, 'InitiateAuth', {
        ...client,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters,
      });
      const { USERNAME, SECRET_BLOCK } = (started.json as { ChallengeParameters: Record<string, string> })
        .ChallengeParameters;
      const { json } = await callUserPool(target.port, 'RespondToAuthChallenge', {
        ...client,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME,
          PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
          PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
          TIMESTAMP: 'Thu Jan 1 00:00:00 UTC 2026',
        },
      });
      return json;
    };
    // All at once, since the first lockout is short.
    const answers = await Promise.all(Array.from({ length: 12 }, guess));
    target.countAttacks(11);
    const messages = answers.map((answer) => (answer as { message: string }).message);
    expect(messages.filter((message) => message === 'Incorrect username or password.')).toHaveLength(5);
    expect(messages.filter((message) => message === 'Password attempts exceeded')).toHaveLength(7);
  });
});
