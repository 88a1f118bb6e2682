/**
 * Secure Remote Password (SRP-6a), the server's side, with which a user proves a password without sending it: RFC 2945
 * and RFC 5054. The group, the hash and how numbers become bytes are those of the Amplify client.
 */
import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** The prime of the 3072-bit group of RFC 5054, which is that of RFC 3526. */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const g = 2n;
const k = hash(toBytes(N), toBytes(g));

const saltBytes = 16;
const privateKeyBytes = 32;
const claimKeyBytes = 16;

/** What is stored instead of a password, both in hexadecimal digits. */
export interface PasswordVerifier {
  salt: string;
  verifier: string;
}

export interface SrpUser {
  /** The part of the pool's id after the underscore. */
  poolName: string;
  userId: string;
}

/** @param salt random by default */
export function createPasswordVerifier(
  { poolName, userId }: SrpUser,
  password: string,
  salt = randomBytes(saltBytes),
): PasswordVerifier {
  const saltNumber = toNumber(salt);
  const identity = createHash('sha256').update(`${poolName}${userId}:${password}`).digest();
  const x = hash(toBytes(saltNumber), identity);
  return { salt: saltNumber.toString(16), verifier: power(g, x).toString(16) };
}

/**
 * Without the power that a password's verifier takes, whose time would tell who exists.
 *
 * @returns for a user who does not exist, what no password answers: the same for the same key and user
 */
export function inventPasswordVerifier(key: Buffer, userId: string): PasswordVerifier {
  const bytes = Buffer.from(hkdfSync('sha256', key, '', `verifier of unknown user ${userId}`, saltBytes + 400));
  return {
    salt: toNumber(bytes.subarray(0, saltBytes)).toString(16),
    // Longer than the prime, so that every remainder is about as likely.
    verifier: (toNumber(bytes.subarray(saltBytes)) % N).toString(16),
  };
}

/** A server's side of one sign-in. It must not outlive the answer to it. */
export interface SrpExchange {
  /** The client's public value A, in hexadecimal digits. */
  clientPublic: string;
  /** The server's public value B, in hexadecimal digits. */
  serverPublic: string;
  /** The server's private value b. */
  serverPrivate: bigint;
}

/**
 * Answers the client's public value.
 *
 * @param serverPrivate random by default
 * @returns undefined if the client's value is not a number, or one that would make the key predictable
 */
export function startExchange(
  clientPublic: string,
  { verifier }: PasswordVerifier,
  serverPrivate = toNumber(randomBytes(privateKeyBytes)),
): SrpExchange | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(clientPublic) || BigInt(`0x${clientPublic}`) % N === 0n) return undefined;
  const B = (k * BigInt(`0x${verifier}`) + power(g, serverPrivate)) % N;
  return { clientPublic, serverPublic: B.toString(16), serverPrivate };
}

/** What the client signs with the key that both sides derive. */
export interface PasswordClaim {
  /** `SECRET_BLOCK`, base64. */
  secretBlock: string;
  timestamp: string;
  /** `PASSWORD_CLAIM_SIGNATURE`, base64. */
  signature: string;
}

/** @returns whether the claim is signed with the key that only the password's owner can derive */
export function isPasswordClaimValid(
  { poolName, userId }: SrpUser,
  { clientPublic, serverPublic, serverPrivate }: SrpExchange,
  { verifier }: PasswordVerifier,
  { secretBlock, timestamp, signature }: PasswordClaim,
): boolean {
  const A = BigInt(`0x${clientPublic}`);
  const u = hash(toBytes(A), toBytes(BigInt(`0x${serverPublic}`)));
  if (u === 0n) return false;
  const S = power((A * power(BigInt(`0x${verifier}`), u)) % N, serverPrivate);
  const key = Buffer.from(hkdfSync('sha256', toBytes(S), toBytes(u), 'Caldera Derived Key', claimKeyBytes));
  const expected = createHmac('sha256', key)
    .update(poolName)
    .update(userId)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function hash(...parts: Buffer[]): bigint {
  return toNumber(createHash('sha256').update(Buffer.concat(parts)).digest());
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** @returns the fewest bytes whose first bit is 0, as in two's complement */
function toBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

/** @returns base ^ exponent mod N */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}
