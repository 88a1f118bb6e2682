/**
 * Identity ids, `REGION:UUID`. Nothing is stored: the second half of the UUID authenticates the first, so that a pool
 * recognizes the ids that it issued, even after a restart.
 */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const halfBytes = 8;

export class IdentityIds {
  readonly #key: Buffer;
  readonly #region: string;

  /**
   * @param key the secret of the local backend, at least 32 bytes
   * @param identityPoolId part of the key: other pools do not recognize the ids
   */
  constructor(key: Buffer, region: string, identityPoolId: string) {
    this.#key = Buffer.from(hkdfSync('sha256', key, '', `identity id of ${identityPoolId}`, 32));
    this.#region = region;
  }

  issue(): string {
    return `${this.#region}:${toUuid(this.#authenticate(randomBytes(halfBytes)))}`;
  }

  /** @returns whether {@link issue} created this id */
  isIssued(identityId: string): boolean {
    const uuid = identityId.slice(this.#region.length + 1);
    const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
    if (identityId !== `${this.#region}:${toUuid(bytes)}`) return false;
    return timingSafeEqual(this.#authenticate(bytes.subarray(0, halfBytes)), bytes);
  }

  /** @returns 16 bytes: the random half, with the version and variant of RFC 9562, and its authentication code */
  #authenticate(half: Buffer): Buffer {
    const random = Buffer.from(half);
    random[6] = (random.readUInt8(6) & 0x0f) | 0x40;
    const authenticationCode = createHmac('sha256', this.#key).update(random).digest().subarray(0, halfBytes);
    authenticationCode[0] = (authenticationCode.readUInt8(0) & 0x3f) | 0x80;
    return Buffer.concat([random, authenticationCode]);
  }
}

function toUuid(bytes: Buffer): string {
  const hex = bytes
    .subarray(0, 2 * halfBytes)
    .toString('hex')
    .padEnd(4 * halfBytes, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
