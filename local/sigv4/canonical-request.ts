/** The canonical request of Signature Version 4, created by the same code that clients sign with. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { getCanonicalHeaders, SignatureV4Base } from '@smithy/signature-v4';

export interface CanonicalParts {
  method: string;
  /** Path as sent, without the query. */
  path: string;
  /** Decoded parameters. */
  query: Record<string, string | string[]>;
  /** The signed headers only. */
  headers: Record<string, string>;
  /** SHA-256 of the body in hexadecimal digits. */
  payloadHash: string;
}

export function canonicalRequest({ method, path, query, headers, payloadHash }: CanonicalParts): string {
  const request = { method, path, query, headers, protocol: '', hostname: '' };
  // Listing the headers as signable overrides the signer's list of headers that it never signs.
  const canonicalHeaders = getCanonicalHeaders(request, undefined, new Set(Object.keys(headers)));
  return writer.write(request, canonicalHeaders, payloadHash);
}

class CanonicalRequestWriter extends SignatureV4Base {
  constructor() {
    super({ service: '', region: '', credentials: { accessKeyId: '', secretAccessKey: '' }, sha256: Sha256 });
  }

  write(...parts: Parameters<SignatureV4Base['createCanonicalRequest']>): string {
    return this.createCanonicalRequest(...parts);
  }
}

const writer = new CanonicalRequestWriter();
