/**
 * Identity ids, `REGION:UUID`. Nothing is stored: the second half of the UUID authenticates the first, so that a pool
 * recognizes the ids that it issued, even after a restart. A guest's first half is random, a user's derives from the user.
 */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const halfBytes = 8;

export class IdentityIds {
  readonly #guestKey: Buffer;
  readonly #userKey: Buffer;
  readonly #region: string;

  /**
   * @param key the secret of the local backend, at least 32 bytes
   * @param identityPoolId part of the key: other pools do not recognize the ids
   */
  constructor(key: Buffer, region: string, identityPoolId: string) {
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `${purpose} of ${identityPoolId}`, 32));
    this.#guestKey = derive('identity id');
    this.#userKey = derive('identity id of a user');
    this.#region = region;
  }

  /** @returns a new id for a guest */
  issue(): string {
    return this.#format(authenticated(randomBytes(halfBytes), this.#guestKey));
  }

  /** @returns the id of a user, which is always the same */
  ofUser(provider: string, sub: string): string {
    const digest = createHmac('sha256', this.#userKey)
      .update(JSON.stringify([provider, sub]))
      .digest();
    return this.#format(authenticated(digest.subarray(0, halfBytes), this.#userKey));
  }

  /** @returns whose id it is, or that this pool did not issue it */
  ownerOf(identityId: string): 'guest' | 'user' | 'nobody' {
    const uuid = identityId.slice(this.#region.length + 1);
    const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
    if (identityId !== this.#format(bytes)) return 'nobody';
    const isAuthenticatedBy = (key: Buffer) => timingSafeEqual(authenticated(bytes.subarray(0, halfBytes), key), bytes);
    if (isAuthenticatedBy(this.#guestKey)) return 'guest';
    return isAuthenticatedBy(this.#userKey) ? 'user' : 'nobody';
  }

  #format(bytes: Buffer): string {
    return `${this.#region}:${toUuid(bytes)}`;
  }
}

/** @returns 16 bytes: the first half, with the version and variant of RFC 9562, and its authentication code */
function authenticated(half: Buffer, key: Buffer): Buffer {
  const first = Buffer.from(half);
  first[6] = (first.readUInt8(6) & 0x0f) | 0x40;
  const authenticationCode = createHmac('sha256', key).update(first).digest().subarray(0, halfBytes);
  authenticationCode[0] = (authenticationCode.readUInt8(0) & 0x3f) | 0x80;
  return Buffer.concat([first, authenticationCode]);
}

function toUuid(bytes: Buffer): string {
  const hex = bytes
    .subarray(0, 2 * halfBytes)
    .toString('hex')
    .padEnd(4 * halfBytes, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
