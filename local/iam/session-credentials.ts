/**
 * Temporary credentials, as STS issues them: IAM User Guide, "Temporary security credentials".
 * Nothing is stored. The session token contains the principal, encrypted with a key of the local backend, so that
 * credentials outlive a restart.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Principal } from './principal';

export interface IssuedCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

export interface OpenedSession {
  principal: Principal;
  secretAccessKey: string;
  /** May be in the past: the caller compares it with its own clock. */
  expiration: Date;
}

/** Cached tokens: decrypting one takes longer than the rest of a verification. */
const maxOpenedTokens = 10_000;

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
/** 30 bytes make the 40 characters of a secret access key. */
const secretBytes = 30;

const sealedSession = z.object({
  principal: z.object({
    roleArn: z.string(),
    userArn: z.string(),
    cognito: z
      .object({
        identityId: z.string(),
        identityPoolId: z.string(),
        login: z.object({ provider: z.string(), sub: z.string() }).optional(),
      })
      .optional(),
  }),
  expiresAt: z.number(),
});

export class SessionCredentials {
  readonly #sealingKey: Buffer;
  readonly #secretsKey: Buffer;
  readonly #now: () => number;
  readonly #opened = new LRUCache<string, OpenedSession>({ max: maxOpenedTokens });

  /**
   * @param key at least 32 random bytes, which suffice to issue credentials for any role
   * @param now milliseconds since the epoch
   */
  constructor(key: Buffer, now: () => number = Date.now) {
    if (key.length < 32) throw new RangeError('The key of session credentials must have at least 32 bytes');
    this.#sealingKey = Buffer.from(hkdfSync('sha256', key, '', 'session token', 32));
    this.#secretsKey = Buffer.from(hkdfSync('sha256', key, '', 'secret access key', 32));
    this.#now = now;
  }

  /** @returns new credentials for the principal */
  issue(principal: Principal, durationSeconds: number): IssuedCredentials {
    const accessKeyId = newAccessKeyId();
    const expiration = new Date(this.#now() + durationSeconds * 1000);
    const sessionToken = this.#seal(JSON.stringify({ principal, expiresAt: expiration.getTime() }), accessKeyId);
    return { accessKeyId, secretAccessKey: this.#secretOf(accessKeyId), sessionToken, expiration };
  }

  /** @returns undefined unless the token was issued with this key and this access key id */
  open(accessKeyId: string, sessionToken: string | undefined): OpenedSession | undefined {
    if (sessionToken === undefined) return undefined;
    const cacheKey = `${accessKeyId}/${sessionToken}`;
    const cached = this.#opened.get(cacheKey);
    if (cached) return cached;

    const sealed = this.#unseal(sessionToken, accessKeyId);
    if (sealed === undefined) return undefined;
    const { principal, expiresAt } = sealedSession.parse(JSON.parse(sealed));
    const session = { principal, secretAccessKey: this.#secretOf(accessKeyId), expiration: new Date(expiresAt) };
    this.#opened.set(cacheKey, session);
    return session;
  }

  #secretOf(accessKeyId: string): string {
    const digest = createHmac('sha256', this.#secretsKey).update(accessKeyId).digest();
    return digest.subarray(0, secretBytes).toString('base64');
  }

  #seal(plaintext: string, accessKeyId: string): string {
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, this.#sealingKey, iv).setAAD(Buffer.from(accessKeyId));
    const ciphertext = Buffer.concat([sealing.update(plaintext, 'utf8'), sealing.final()]);
    return Buffer.concat([iv, sealing.getAuthTag(), ciphertext]).toString('base64');
  }

  #unseal(token: string, accessKeyId: string): string | undefined {
    const bytes = Buffer.from(token, 'base64');
    // Node.js decodes base64 leniently: other spellings of a token are no tokens.
    if (bytes.length <= ivBytes + tagBytes || bytes.toString('base64') !== token) return undefined;
    const opening = createDecipheriv(cipher, this.#sealingKey, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      .setAAD(Buffer.from(accessKeyId))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const plaintext = opening.update(bytes.subarray(ivBytes + tagBytes));
    try {
      return Buffer.concat([plaintext, opening.final()]).toString('utf8');
    } catch {
      // The authentication tag does not match: the token is forged or from another key.
      return undefined;
    }
  }
}

/** `ASIA` marks temporary credentials; 20 characters of RFC 4648 base32 (no `0`, `1`, `8`, `9`). */
function newAccessKeyId(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `ASIA${Array.from(randomBytes(16), (byte) => alphabet.charAt(byte % alphabet.length)).join('')}`;
}
