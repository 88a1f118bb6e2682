/** A user pool in memory, its clock, and the client's side of a sign-in. */
import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate } from 'otplib';
import type { UserPool } from '../../cloudformation/deployment';
import type { UserPoolContext } from './context';
import { initiateAuth } from './InitiateAuth';
import { invitedUsers } from './local-users';
import { respondToAuthChallenge } from './RespondToAuthChallenge';
import type { ChallengeOutput } from './sign-in';
import { UserPools } from './user-pools';
import { UserStore } from './user-store';

export const operatorsRoleArn = 'arn:aws:iam::111122223333:role/operators';

export const userPool: UserPool = {
  id: 'us-east-1_Example01',
  clientId: 'client',
  mfaConfiguration: 'ON',
  enabledMfas: ['SOFTWARE_TOKEN_MFA'],
  passwordPolicy: {
    minimumLength: 8,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
  },
  usernameAttributes: ['email'],
  autoVerifiedAttributes: ['email'],
  requiredAttributes: ['email'],
  groups: [{ name: 'operators', precedence: 0, roleArn: operatorsRoleArn }],
  explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  preventUserExistenceErrors: true,
};

export const provider = { name: `cognito-idp.us-east-1.amazonaws.com/${userPool.id}`, clientId: userPool.clientId };

export const hostEmail = 'host@example.com';
export const otherEmail = 'other@example.com';

/** A pool without users, whose key is made once: that takes as long as a test. */
let emptyPool: Promise<string> | undefined;

async function createEmptyPool(): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'user-pool-')), 'empty.json');
  await UserStore.open(file);
  process.once('exit', () => rmSync(path.dirname(file), { recursive: true, force: true }));
  return file;
}

export class TestPool {
  /** Milliseconds since the epoch. */
  now = Date.parse('2026-01-01T00:00:00Z');

  private constructor(
    private readonly folder: string,
    private readonly key: Buffer,
    public context: UserPoolContext,
  ) {}

  static async open(changes: Partial<UserPool> = {}): Promise<TestPool> {
    const folder = await mkdtemp(path.join(tmpdir(), 'user-pool-'));
    await copyFile(await (emptyPool ??= createEmptyPool()), path.join(folder, `${userPool.id}.json`));
    const key = randomBytes(32);
    // The clock is that of the pool, which does not exist yet.
    const clock: { pool?: TestPool } = {};
    const users = [{ email: hostEmail, groups: ['operators'] }, { email: otherEmail }];
    const now = () => clock.pool?.now ?? 0;
    const context = await new UserPools({ folder, region: 'us-east-1', key, users, now }).open({
      ...userPool,
      ...changes,
    });
    return (clock.pool = new TestPool(folder, key, context));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  temporaryPasswordOf(email: string): string {
    return invitedUsers(this.context.store, this.key).find((user) => user.email === email)?.temporaryPassword ?? '';
  }

  /** Starts a sign-in and proves the password. */
  async signIn(email: string, password: string) {
    const proof = await startProof(this.context, email, password);
    return this.respond('PASSWORD_VERIFIER', proof);
  }

  async respond(ChallengeName: string, ChallengeResponses: Record<string, string>, Session?: string) {
    const input = { ChallengeName, ClientId: userPool.clientId, ChallengeResponses, Session };
    const output = await respondToAuthChallenge(input, this.context);
    return 'ChallengeName' in output
      ? { challenge: output.ChallengeName, session: output.Session ?? '', parameters: output.ChallengeParameters }
      : { tokens: output.AuthenticationResult };
  }

  codeOf(secret: string, secondsAhead = 0): Promise<string> {
    return generate({ secret, epoch: Math.floor(this.now / 1000) + secondsAhead });
  }
}

/** @returns the `ChallengeResponses` of PASSWORD_VERIFIER */
export async function startProof(
  context: UserPoolContext,
  email: string,
  password: string,
): Promise<Record<string, string>> {
  const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
  const a = 0x1234567890abcdefn;
  const A = power(2n, a, N);
  const AuthParameters = { USERNAME: email, SRP_A: A.toString(16) };
  const input = { AuthFlow: 'USER_SRP_AUTH', ClientId: userPool.clientId, AuthParameters };
  const { ChallengeParameters: parameters } = (await initiateAuth(input, context)) as ChallengeOutput;
  const { SALT = '', SECRET_BLOCK = '', SRP_B = '', USER_ID_FOR_SRP = '' } = parameters;

  const poolName = userPool.id.slice('us-east-1_'.length);
  const B = BigInt(`0x${SRP_B}`);
  const identity = createHash('sha256').update(`${poolName}${USER_ID_FOR_SRP}:${password}`).digest();
  const x = hash(bytesOf(BigInt(`0x${SALT}`)), identity);
  const u = hash(bytesOf(A), bytesOf(B));
  const base = (B - ((hash(bytesOf(N), bytesOf(2n)) * power(2n, x, N)) % N) + N) % N;
  const S = power(base, a + u * x, N);
  const key = Buffer.from(hkdfSync('sha256', bytesOf(S), bytesOf(u), 'Caldera Derived Key', 16));
  const TIMESTAMP = 'Thu Jan 1 00:00:00 UTC 2026';
  const message = Buffer.concat([
    Buffer.from(`${poolName}${USER_ID_FOR_SRP}`),
    Buffer.from(SECRET_BLOCK, 'base64'),
    Buffer.from(TIMESTAMP),
  ]);
  return {
    USERNAME: USER_ID_FOR_SRP,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: createHmac('sha256', key).update(message).digest('base64'),
    TIMESTAMP,
  };
}

function hash(...parts: Buffer[]): bigint {
  return BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);
}

function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return bytes.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = power(base, exponent / 2n, modulus);
  const square = (half * half) % modulus;
  return exponent % 2n === 1n ? (square * base) % modulus : square;
}
