/** Signs requests with AWS Signature Version 4, with the hash of Node.js. */
import { SignatureV4 } from '@smithy/signature-v4';
import { NodeSha256 } from './node-sha256';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface SigningScope {
  region: string;
  /** AppSync's by default. */
  service?: string;
}

/** A request whose signature covers its whole URL. */
export interface PostRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export function createSigner(credentials: Credentials, { region, service = 'appsync' }: SigningScope): SignatureV4 {
  // AppSync signs no `x-amz-content-sha256`.
  return new SignatureV4({ credentials, region, service, sha256: NodeSha256, applyChecksum: false });
}

/** Returns the headers of a signed POST request. */
export async function signPost(
  signer: SignatureV4,
  { url, headers, body }: PostRequest,
): Promise<Record<string, string>> {
  const { protocol, hostname, host, pathname } = new URL(url);
  const request = { method: 'POST', protocol, hostname, path: pathname, headers: { host, ...headers }, body };
  return (await signer.sign(request)).headers;
}
