/** Verifies requests signed with AWS Signature Version 4 in headers: IAM User Guide, "AWS Signature Version 4". */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ALGORITHM_IDENTIFIER, KEY_TYPE_IDENTIFIER } from '@smithy/signature-v4';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../iam/principal';
import { parseAuthorization, type Authorization } from './authorization-header';
import { canonicalRequest } from './canonical-request';
import { checkScope, checkSignedHeaders, checkTime } from './checks';
import { expiredToken, invalidSignature, unrecognizedClient } from './errors';

export interface SignedRequest {
  method: string;
  /** Path as sent, without the query. */
  path: string;
  /** Decoded parameters. */
  query?: Record<string, string | string[]>;
  /** By lower-case name; headers that are not signed are ignored. */
  headers: Record<string, string | string[] | undefined>;
  body: string | Uint8Array;
}

/** The credentials of an access key id and a session token. */
export interface KnownCredentials {
  principal: Principal;
  secretAccessKey: string;
  /** Absent for credentials that do not expire. */
  expiration?: Date;
}

export interface VerifierOptions {
  /** e.g. `appsync`. */
  service: string;
  region: string;
  /** Returns undefined if the access key id is unknown, or the session token does not belong to it. */
  findCredentials: (accessKeyId: string, sessionToken: string | undefined) => KnownCredentials | undefined;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Cached signing keys: one for each access key and day. */
const maxSigningKeys = 10_000;

export class SignatureVerifier {
  readonly #options: VerifierOptions;
  readonly #signingKeys = new LRUCache<string, Buffer>({ max: maxSigningKeys });

  constructor(options: VerifierOptions) {
    this.#options = options;
  }

  /**
   * @returns the principal whose credentials signed the request
   * @throws {SignatureError} if the signature is missing, malformed, wrong, expired, or for another service or region
   */
  verify(request: SignedRequest): Principal {
    const { service, region, findCredentials, now = Date.now } = this.#options;
    const header = (name: string) => headerValue(request.headers, name);

    const authorization = parseAuthorization(header('authorization'));
    const signedAt = header('x-amz-date') ?? '';
    checkSignedHeaders(authorization.signedHeaders);
    checkScope(authorization.scope, service, region);
    checkTime(signedAt, authorization.scope.date, now());

    const credentials = findCredentials(authorization.accessKeyId, header('x-amz-security-token'));
    if (!credentials) throw unrecognizedClient();
    if (credentials.expiration && credentials.expiration.getTime() <= now()) throw expiredToken();

    const payloadHash = sha256(request.body);
    if ((header('x-amz-content-sha256') ?? payloadHash) !== payloadHash) throw invalidSignature();

    const toSign = stringToSign(request, authorization, signedAt, payloadHash);
    const expected = hmac(this.#signingKey(credentials.secretAccessKey, authorization.scope.date), toSign);
    if (!timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'))) throw invalidSignature();
    return credentials.principal;
  }

  #signingKey(secretAccessKey: string, date: string): Buffer {
    const { region, service } = this.#options;
    const cacheKey = `${date}/${secretAccessKey}`;
    const cached = this.#signingKeys.get(cacheKey);
    if (cached) return cached;

    const key = [date, region, service, KEY_TYPE_IDENTIFIER].reduce<Buffer>(
      hmac,
      Buffer.from(`AWS4${secretAccessKey}`),
    );
    this.#signingKeys.set(cacheKey, key);
    return key;
  }
}

function stringToSign(
  request: SignedRequest,
  { scope, signedHeaders }: Authorization,
  signedAt: string,
  payloadHash: string,
) {
  const { method, path, query = {} } = request;
  // The signing code drops a parameter with this name, so no signature covers its value.
  if (Object.hasOwn(query, '__proto__')) throw invalidSignature();
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) {
    const value = headerValue(request.headers, name);
    if (value !== undefined) headers[name] = value;
  }
  // The list itself is signed: sorted, without duplicates, and without headers that are missing.
  if (Object.keys(headers).sort().join(';') !== signedHeaders.join(';')) throw invalidSignature();
  return [
    ALGORITHM_IDENTIFIER,
    signedAt,
    `${scope.date}/${scope.region}/${scope.service}/${scope.terminator}`,
    sha256(canonicalRequest({ method, path, query, headers, payloadHash })),
  ].join('\n');
}

function headerValue(headers: SignedRequest['headers'], name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return Array.isArray(value) ? value.join(',') : value;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
