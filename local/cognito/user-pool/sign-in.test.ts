import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { associateSoftwareToken } from './AssociateSoftwareToken';
import { getTokensFromRefreshToken } from './GetTokensFromRefreshToken';
import { getUser } from './GetUser';
import { globalSignOut } from './GlobalSignOut';
import { initiateAuth } from './InitiateAuth';
import { revokeToken } from './RevokeToken';
import { hostEmail, otherEmail, startProof, TestPool, userPool } from './user-pool.fixture';
import { verifySoftwareToken } from './VerifySoftwareToken';

const password = 'A show for 1000 people!';

let pool: TestPool;
beforeEach(async () => {
  pool = await TestPool.open();
});
afterEach(() => pool.close());

const idOf = (email: string) => pool.context.store.find(email)?.id ?? '';
const refusal = (name: string, message: string) => expect.objectContaining({ name, message }) as Error;
const notAuthorized = (message: string) => refusal('NotAuthorizedException', message);
const usedOnce = notAuthorized('Invalid session for the user, session can only be used once.');
const otherSession = notAuthorized('Invalid session for the user.');
const expired = notAuthorized('Invalid session for the user, session is expired.');

/** The session of the challenge, which must be this one. */
function sessionOf(step: Awaited<ReturnType<TestPool['respond']>>, challenge: string): string {
  if (step.challenge !== challenge) throw new Error(`The challenge is ${step.challenge}.`);
  return step.session;
}

async function startNewPassword(email = hostEmail): Promise<string> {
  return sessionOf(await pool.signIn(email, pool.temporaryPasswordOf(email)), 'NEW_PASSWORD_REQUIRED');
}

async function startMfaSetup(email = hostEmail): Promise<string> {
  const session = await startNewPassword(email);
  const responses = { USERNAME: idOf(email), NEW_PASSWORD: password };
  return sessionOf(await pool.respond('NEW_PASSWORD_REQUIRED', responses, session), 'MFA_SETUP');
}

/** @returns the secret, and the session with which the challenge can be answered */
async function verifyApp(email = hostEmail): Promise<{ secret: string; session: string }> {
  const { SecretCode, Session } = associateSoftwareToken({ Session: await startMfaSetup(email) }, pool.context);
  const UserCode = await pool.codeOf(SecretCode);
  const verified = await verifySoftwareToken({ Session, UserCode }, pool.context);
  return { secret: SecretCode, session: verified.Session };
}

async function signInFirst(email = hostEmail) {
  const { secret, session } = await verifyApp(email);
  const { tokens } = await pool.respond('MFA_SETUP', { USERNAME: idOf(email) }, session);
  if (!tokens?.RefreshToken) throw new Error('There are no tokens.');
  return { secret, accessToken: tokens.AccessToken, refreshToken: tokens.RefreshToken };
}

const answerCode = (code: string, session: string, email = hostEmail) =>
  pool.respond('SOFTWARE_TOKEN_MFA', { USERNAME: idOf(email), SOFTWARE_TOKEN_MFA_CODE: code }, session);

describe('the order of challenges', () => {
  it('is password, new password, authenticator app at first; then password and code', async () => {
    const { secret } = await signInFirst();
    pool.now += 30_000;
    const session = sessionOf(await pool.signIn(hostEmail, password), 'SOFTWARE_TOKEN_MFA');
    expect(await answerCode(await pool.codeOf(secret), session)).toMatchObject({
      tokens: { ExpiresIn: 3600, TokenType: 'Bearer' },
    });
  });

  it('has no code if the pool requires none and the user has no app', async () => {
    await pool.close();
    pool = await TestPool.open({ mfaConfiguration: 'OPTIONAL' });
    const session = await startNewPassword();
    const step = await pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME: hostEmail, NEW_PASSWORD: password }, session);
    expect(step.tokens).toBeDefined();
  });

  it('cannot be changed: a session answers its own challenge only', async () => {
    const session = await startNewPassword();
    await expect(answerCode('000000', session)).rejects.toEqual(otherSession);
    await expect(pool.respond('MFA_SETUP', { USERNAME: hostEmail }, session)).rejects.toEqual(otherSession);
    expect(() => associateSoftwareToken({ Session: session }, pool.context)).toThrow('Invalid session for the user.');
    const setUp = await startMfaSetup(otherEmail);
    await expect(
      pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME: otherEmail, NEW_PASSWORD: password }, setUp),
    ).rejects.toEqual(otherSession);
  });

  it('has no way around the app', async () => {
    const setUp = await startMfaSetup();
    await expect(pool.respond('MFA_SETUP', { USERNAME: hostEmail }, setUp)).rejects.toEqual(otherSession);
    const associated = associateSoftwareToken({ Session: await startMfaSetup(otherEmail) }, pool.context);
    await expect(pool.respond('MFA_SETUP', { USERNAME: otherEmail }, associated.Session)).rejects.toEqual(otherSession);
  });

  it('does not let a second sign-in replace the app of the first', async () => {
    const session = await startMfaSetup();
    const second = sessionOf(await pool.signIn(hostEmail, password), 'MFA_SETUP');
    const complete = async (Session: string) => {
      const associated = associateSoftwareToken({ Session }, pool.context);
      const UserCode = await pool.codeOf(associated.SecretCode);
      const verified = await verifySoftwareToken({ Session: associated.Session, UserCode }, pool.context);
      return pool.respond('MFA_SETUP', { USERNAME: hostEmail }, verified.Session);
    };
    expect(await complete(session)).toHaveProperty('tokens');
    await expect(complete(second)).rejects.toEqual(otherSession);
  });

  it('does not let a second sign-in replace the new password of the first', async () => {
    const [session, second] = [await startNewPassword(), await startNewPassword()];
    const choose = (text: string, of: string) =>
      pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME: hostEmail, NEW_PASSWORD: text }, of);
    await choose(password, session);
    await expect(choose('Something else 1!', second)).rejects.toEqual(otherSession);
    expect(await pool.signIn(hostEmail, password)).toMatchObject({ challenge: 'MFA_SETUP' });
  });
});

describe('a session', () => {
  it('cannot be used again', async () => {
    const proof = await startProof(pool.context, hostEmail, pool.temporaryPasswordOf(hostEmail));
    const { session = '' } = await pool.respond('PASSWORD_VERIFIER', proof);
    await expect(pool.respond('PASSWORD_VERIFIER', proof)).rejects.toEqual(usedOnce);
    const responses = { USERNAME: hostEmail, NEW_PASSWORD: password };
    const setUp = await pool.respond('NEW_PASSWORD_REQUIRED', responses, session);
    await expect(pool.respond('NEW_PASSWORD_REQUIRED', responses, session)).rejects.toEqual(usedOnce);
    associateSoftwareToken({ Session: setUp.session }, pool.context);
    expect(() => associateSoftwareToken({ Session: setUp.session }, pool.context)).toThrow('can only be used once.');
  });

  it('cannot be used for another user', async () => {
    const session = await startNewPassword();
    for (const USERNAME of [otherEmail, idOf(otherEmail), 'nobody@example.com']) {
      await expect(
        pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME, NEW_PASSWORD: password }, session),
      ).rejects.toEqual(otherSession);
    }
    const proof = await startProof(pool.context, hostEmail, pool.temporaryPasswordOf(hostEmail));
    await expect(pool.respond('PASSWORD_VERIFIER', { ...proof, USERNAME: otherEmail })).rejects.toEqual(otherSession);
  });

  it.each(['', 'session', '__proto__'])('cannot be %j', async (session) => {
    await expect(
      pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME: hostEmail, NEW_PASSWORD: password }, session),
    ).rejects.toEqual(otherSession);
  });

  it('ends after three minutes', async () => {
    const proof = await startProof(pool.context, hostEmail, pool.temporaryPasswordOf(hostEmail));
    const session = await startNewPassword();
    pool.now += 180_000;
    await expect(pool.respond('PASSWORD_VERIFIER', proof)).rejects.toEqual(expired);
    await expect(
      pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME: hostEmail, NEW_PASSWORD: password }, session),
    ).rejects.toEqual(expired);
  });
});

describe('a password', () => {
  const incorrect = notAuthorized('Incorrect username or password.');
  const exceeded = notAuthorized('Password attempts exceeded');

  const ask = async (USERNAME: string) => {
    const AuthParameters = { USERNAME, SRP_A: '5' };
    const input = { AuthFlow: 'USER_SRP_AUTH', ClientId: userPool.clientId, AuthParameters };
    return (await initiateAuth(input, pool.context)).ChallengeParameters;
  };
  /** What does not change from one sign-in to the next. */
  const constant = ({ USERNAME, SALT }: Record<string, string>) => [USERNAME, SALT];

  it.each([
    [hostEmail, 'id'],
    [hostEmail, 'e-mail address'],
    ['nobody@example.com', 'id'],
    ['nobody@example.com', 'e-mail address'],
  ])(
    'that is wrong for %s, named by %s, locks out after five attempts, for longer with each',
    async (email, naming) => {
      const attempt = async () => {
        const proof = await startProof(pool.context, email, 'wrong');
        const USERNAME = naming === 'id' ? proof['USERNAME'] : email.toUpperCase();
        return pool.respond('PASSWORD_VERIFIER', { ...proof, USERNAME: USERNAME ?? '' });
      };
      for (let count = 0; count < 5; count++) await expect(attempt()).rejects.toEqual(incorrect);
      for (const lockoutMs of [1000, 2000, 4000]) {
        await expect(attempt()).rejects.toEqual(exceeded);
        pool.now += lockoutMs - 1;
        await expect(attempt()).rejects.toEqual(exceeded);
        pool.now += 1;
        await expect(attempt()).rejects.toEqual(incorrect);
      }
    },
  );

  it('is not accepted during a lockout, and is after it', async () => {
    for (let count = 0; count < 5; count++) await expect(pool.signIn(hostEmail, 'wrong')).rejects.toEqual(incorrect);
    await expect(startNewPassword()).rejects.toEqual(exceeded);
    pool.now += 1000;
    expect(await startNewPassword()).not.toBe('');
  });

  it('has as many attempts again after fifteen minutes without one', async () => {
    for (let count = 0; count < 5; count++) await expect(pool.signIn(hostEmail, 'wrong')).rejects.toEqual(incorrect);
    pool.now += 15 * 60_000;
    for (let count = 0; count < 4; count++) await expect(pool.signIn(hostEmail, 'wrong')).rejects.toEqual(incorrect);
    expect(await startNewPassword()).not.toBe('');
  });

  it('of an unknown user is asked for like any other', async () => {
    const [known, unknown, again] = [
      await ask(hostEmail),
      await ask('nobody@example.com'),
      await ask('NOBODY@example.com'),
    ];
    expect(Object.keys(unknown)).toEqual(Object.keys(known));
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(known).toMatchObject({ USERNAME: expect.stringMatching(uuid) as string });
    expect(unknown).toMatchObject({ USERNAME: expect.stringMatching(uuid) as string });
    expect(constant(again)).toEqual(constant(unknown));
  });

  it.each([hostEmail, 'nobody@example.com'])('of %s is asked for by id as by e-mail address', async (email) => {
    const start = (USERNAME: string) => startProof(pool.context, USERNAME, 'wrong');
    const byEmail = await ask(email);
    const { USERNAME: id = '' } = byEmail;
    expect(constant(await ask(id))).toEqual(constant(byEmail));
    expect(constant(await ask(id.toUpperCase()))).not.toEqual(constant(byEmail));
    for (const name of [otherEmail, 'no-one@example.com', email.replace('@', '')]) {
      await expect(pool.respond('PASSWORD_VERIFIER', { ...(await start(email)), USERNAME: name })).rejects.toEqual(
        otherSession,
      );
    }
    await expect(pool.respond('PASSWORD_VERIFIER', { ...(await start(id)), USERNAME: email })).rejects.toEqual(
      otherSession,
    );
    for (let count = 0; count < 5; count++) await expect(pool.signIn(email, 'wrong')).rejects.toEqual(incorrect);
    await expect(pool.signIn(id, 'wrong')).rejects.toEqual(exceeded);
  });

  it('of an unknown user takes no longer than that of a known one', async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let count = 0; count < 20; count++) {
      for (const [kind, name] of [
        ['known', hostEmail],
        ['unknown', `nobody-${count}@example.com`],
      ] as const) {
        const startedAt = performance.now();
        await ask(name);
        times[kind].push(performance.now() - startedAt);
      }
    }
    // The fastest, which other processes disturbed least. One more power would take twice as long.
    expect(Math.min(...times.unknown)).toBeLessThan(1.5 * Math.min(...times.known));
  });

  it('of an unknown user is not asked for if the client tells who exists', async () => {
    await pool.close();
    pool = await TestPool.open({ preventUserExistenceErrors: false });
    await expect(pool.signIn('nobody@example.com', 'wrong')).rejects.toEqual(
      refusal('UserNotFoundException', 'User does not exist.'),
    );
  });

  it.each([
    ['short', 'Password not long enough'],
    ['A 1!'.repeat(70), 'Password too long'],
    ['UPPERCASE 1!', 'Password must have lowercase characters'],
    ['lowercase 1!', 'Password must have uppercase characters'],
    ['No numbers!', 'Password must have numeric characters'],
    ['NoSymbols1', 'Password must have symbol characters'],
  ])('cannot be %j, and another one can be chosen', async (text, violation) => {
    const session = await startNewPassword();
    const choose = (NEW_PASSWORD: string) =>
      pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME: hostEmail, NEW_PASSWORD }, session);
    await expect(choose(text)).rejects.toEqual(
      refusal('InvalidPasswordException', `Password did not conform with policy: ${violation}`),
    );
    expect(await choose(password)).toMatchObject({ challenge: 'MFA_SETUP' });
  });
});

describe('a code', () => {
  const mismatch = refusal('CodeMismatchException', 'Invalid code received for user');

  it('can be mistyped twice, not three times', async () => {
    const { secret } = await signInFirst();
    pool.now += 30_000;
    const session = sessionOf(await pool.signIn(hostEmail, password), 'SOFTWARE_TOKEN_MFA');
    const wrong = await pool.codeOf(secret, 3600);
    for (let count = 0; count < 3; count++) await expect(answerCode(wrong, session)).rejects.toEqual(mismatch);
    await expect(answerCode(await pool.codeOf(secret), session)).rejects.toEqual(usedOnce);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('cannot be %j', async (code) => {
    await signInFirst();
    const session = sessionOf(await pool.signIn(hostEmail, password), 'SOFTWARE_TOKEN_MFA');
    await expect(answerCode(code, session)).rejects.toEqual(mismatch);
  });

  it('that is wrong counts as a failed attempt, also across sessions', async () => {
    const { secret } = await signInFirst();
    pool.now += 30_000;
    const wrong = await pool.codeOf(secret, 3600);
    const start = async () => sessionOf(await pool.signIn(hostEmail, password), 'SOFTWARE_TOKEN_MFA');
    const [first, second] = [await start(), await start()];
    for (let count = 0; count < 3; count++) await expect(answerCode(wrong, first)).rejects.toEqual(mismatch);
    for (let count = 0; count < 2; count++) await expect(answerCode(wrong, second)).rejects.toEqual(mismatch);
    await expect(pool.signIn(hostEmail, password)).rejects.toEqual(notAuthorized('Password attempts exceeded'));
  });

  it('can be used once', async () => {
    const { secret } = await signInFirst();
    const start = async () => sessionOf(await pool.signIn(hostEmail, password), 'SOFTWARE_TOKEN_MFA');
    const again = refusal('ExpiredCodeException', 'Your software token has already been used once.');
    await expect(answerCode(await pool.codeOf(secret), await start())).rejects.toEqual(again);
    const next = await pool.codeOf(secret, 30);
    expect(await answerCode(next, await start())).toHaveProperty('tokens');
    await expect(answerCode(next, await start())).rejects.toEqual(again);
  });

  it.each([
    [-60, false],
    [-30, true],
    [30, true],
    [60, false],
  ])('of %d seconds from now is accepted: %s', async (seconds, isAccepted) => {
    const { secret } = await signInFirst();
    pool.now += 120_000;
    const session = sessionOf(await pool.signIn(hostEmail, password), 'SOFTWARE_TOKEN_MFA');
    const answer = answerCode(await pool.codeOf(secret, seconds), session);
    if (isAccepted) expect(await answer).toHaveProperty('tokens');
    else await expect(answer).rejects.toEqual(mismatch);
  });

  it('of a new app must be right', async () => {
    const { SecretCode, Session } = associateSoftwareToken({ Session: await startMfaSetup() }, pool.context);
    await expect(
      verifySoftwareToken({ Session, UserCode: await pool.codeOf(SecretCode, 3600) }, pool.context),
    ).rejects.toEqual(refusal('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA'));
    expect(await verifySoftwareToken({ Session, UserCode: await pool.codeOf(SecretCode) }, pool.context)).toMatchObject(
      { Status: 'SUCCESS' },
    );
  });
});

describe('a sign-in', () => {
  const refresh = (RefreshToken: string) =>
    getTokensFromRefreshToken({ ClientId: userPool.clientId, RefreshToken }, pool.context);
  const invalid = notAuthorized('Invalid Refresh Token');
  const revoked = notAuthorized('Access Token has been revoked');

  it('gives new tokens for thirty days, by either action', async () => {
    const { refreshToken } = await signInFirst();
    pool.now += 30 * 24 * 3600_000 - 1000;
    expect((await refresh(refreshToken)).AuthenticationResult).toMatchObject({ ExpiresIn: 3600 });
    const AuthParameters = { REFRESH_TOKEN: refreshToken };
    const input = { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: userPool.clientId, AuthParameters };
    expect(await initiateAuth(input, pool.context)).toHaveProperty('AuthenticationResult.IdToken');
    pool.now += 1000;
    await expect(refresh(refreshToken)).rejects.toEqual(notAuthorized('Refresh Token has expired'));
  });

  it('says who the user is', async () => {
    const { accessToken } = await signInFirst();
    expect(await getUser({ AccessToken: accessToken }, pool.context)).toEqual({
      Username: idOf(hostEmail),
      UserAttributes: [
        { Name: 'sub', Value: idOf(hostEmail) },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'email', Value: hostEmail },
      ],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('ends with its refresh token, others do not', async () => {
    const { secret, accessToken, refreshToken } = await signInFirst();
    const session = sessionOf(await pool.signIn(hostEmail, password), 'SOFTWARE_TOKEN_MFA');
    const { tokens } = await answerCode(await pool.codeOf(secret, 30), session);
    const revoke = () => revokeToken({ ClientId: userPool.clientId, Token: refreshToken }, pool.context);
    expect(await revoke()).toEqual({});
    expect(await revoke()).toEqual({});
    await expect(refresh(refreshToken)).rejects.toEqual(invalid);
    await expect(getUser({ AccessToken: accessToken }, pool.context)).rejects.toEqual(revoked);
    expect(await refresh(tokens?.RefreshToken ?? '')).toHaveProperty('AuthenticationResult');
  });

  it('ends with all others of the user, and none of somebody else', async () => {
    const { accessToken, refreshToken } = await signInFirst();
    const other = await signInFirst(otherEmail);
    await globalSignOut({ AccessToken: accessToken }, pool.context);
    await expect(refresh(refreshToken)).rejects.toEqual(invalid);
    await expect(globalSignOut({ AccessToken: accessToken }, pool.context)).rejects.toEqual(revoked);
    expect(await refresh(other.refreshToken)).toHaveProperty('AuthenticationResult');
  });
});

describe('an input', () => {
  const client = { ClientId: userPool.clientId };

  it.each<[string, unknown, string, string]>([
    [
      'no flow',
      { ...client },
      'InvalidParameterException',
      "1 validation error detected: Value at 'authFlow' failed to satisfy constraint: Member must not be null",
    ],
    [
      'another client',
      { ClientId: 'other', AuthFlow: 'USER_SRP_AUTH' },
      'ResourceNotFoundException',
      'User pool client other does not exist.',
    ],
    [
      'no name',
      { ...client, AuthFlow: 'USER_SRP_AUTH' },
      'InvalidParameterException',
      'Missing required parameter USERNAME',
    ],
    ...['', 'x'.repeat(129)].map((USERNAME): [string, unknown, string, string] => [
      `a name of ${USERNAME.length} characters`,
      { ...client, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A: '5' } },
      'InvalidParameterException',
      'USERNAME must have 1 to 128 characters.',
    ]),
    [
      'no public value',
      { ...client, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'a' } },
      'InvalidParameterException',
      'Missing required parameter SRP_A',
    ],
    [
      'a public value of 0',
      { ...client, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'a', SRP_A: '0' } },
      'InvalidParameterException',
      'Invalid SRP_A.',
    ],
    [
      'a plain password',
      { ...client, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: hostEmail, PASSWORD: 'a' } },
      'InvalidParameterException',
      'The local user pool has no flow USER_PASSWORD_AUTH.',
    ],
    [
      'no refresh token',
      { ...client, AuthFlow: 'REFRESH_TOKEN_AUTH' },
      'InvalidParameterException',
      'Missing required parameter REFRESH_TOKEN',
    ],
  ])('of InitiateAuth with %s is refused', async (_, input, name, message) => {
    await expect(initiateAuth(input, pool.context)).rejects.toEqual(refusal(name, message));
  });

  it('of RespondToAuthChallenge with a name of another length is refused', async () => {
    const session = await startNewPassword();
    for (const USERNAME of ['', 'x'.repeat(129)]) {
      await expect(
        pool.respond('NEW_PASSWORD_REQUIRED', { USERNAME, NEW_PASSWORD: password }, session),
      ).rejects.toEqual(refusal('InvalidParameterException', 'USERNAME must have 1 to 128 characters.'));
    }
  });

  it('of a flow that the client may not use is refused', async () => {
    await pool.close();
    pool = await TestPool.open({ explicitAuthFlows: [] });
    await expect(pool.signIn(hostEmail, 'any')).rejects.toEqual(
      refusal('InvalidParameterException', 'USER_SRP_AUTH is not enabled for the client.'),
    );
  });

  it('of a challenge that the pool does not have is refused', async () => {
    await expect(pool.respond('CUSTOM_CHALLENGE', {})).rejects.toEqual(
      refusal('InvalidParameterException', 'The local user pool has no challenge CUSTOM_CHALLENGE.'),
    );
    await expect(pool.respond('PASSWORD_VERIFIER', {})).rejects.toEqual(
      refusal('InvalidParameterException', 'Missing required parameter PASSWORD_CLAIM_SECRET_BLOCK'),
    );
  });
});
