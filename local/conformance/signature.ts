/**
 * Signs a request with Signature Version 4, independently of the libraries that clients and the local backend use:
 * IAM User Guide, "Create a signed AWS API request" (IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Present with temporary credentials. */
  sessionToken?: string | undefined;
}

export interface RequestToSign {
  url: URL;
  /** The exact text of the body. */
  body: string;
  region: string;
  credentials: Credentials;
  signedAt?: Date;
}

const algorithm = 'AWS4-HMAC-SHA256';
const service = 'appsync';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** @returns the headers of a signed POST request, as the real-time guide lists them for IAM */
export function sign({ url, body, region, credentials, signedAt = new Date() }: RequestToSign): Record<string, string> {
  const amzDate = signedAt.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    accept: 'application/json, text/javascript',
    'content-encoding': 'amz-1.0',
    'content-type': 'application/json; charset=UTF-8',
    host: url.host,
    'x-amz-date': amzDate,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const canonicalRequest = [
    'POST',
    url.pathname,
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');

  const day = amzDate.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = [algorithm, amzDate, scope, sha256(canonicalRequest)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (previous, part) => hmac(previous, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  return {
    ...headers,
    authorization: `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}
