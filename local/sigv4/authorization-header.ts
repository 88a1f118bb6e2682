/** Parses the Authorization header: IAM User Guide, "Elements of an AWS API request signature". */
import { ALGORITHM_IDENTIFIER } from '@smithy/signature-v4';
import { incompleteSignature, missingAuthenticationToken } from './errors';

export interface Authorization {
  accessKeyId: string;
  scope: CredentialScope;
  /** Lower-case names, as the client listed them. */
  signedHeaders: string[];
  /** 64 hexadecimal digits. */
  signature: string;
}

export interface CredentialScope {
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
  /** Always `aws4_request` in a well-formed scope. */
  terminator: string;
}

const parameterPattern = /^(Credential|SignedHeaders|Signature)=([^\s,=]+)$/;
const parameterNames = ['Credential', 'SignedHeaders', 'Signature'];

/**
 * @throws {SignatureError} `MissingAuthenticationTokenException` without a header, `IncompleteSignatureException` if it
 * is malformed
 */
export function parseAuthorization(header: string | undefined): Authorization {
  if (!header) throw missingAuthenticationToken();
  if (!header.startsWith(`${ALGORITHM_IDENTIFIER} `)) {
    throw incompleteSignature(`Unsupported AWS 'algorithm': '${header.split(' ')[0]}'.`);
  }

  const parameters = parseParameters(header.slice(ALGORITHM_IDENTIFIER.length));
  const [credential = '', signedHeaders = '', signature = ''] = parameterNames.map((name) => parameters.get(name));
  if (!/^[0-9a-f]{64}$/.test(signature)) throw incompleteSignature('Signature must be 64 hexadecimal digits.');

  const [accessKeyId, date, region, service, terminator, ...extraParts] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || !terminator || extraParts.length > 0) {
    throw incompleteSignature(`Credential must have exactly 5 slash-delimited elements, got '${credential}'.`);
  }
  return {
    accessKeyId,
    scope: { date, region, service, terminator },
    signedHeaders: signedHeaders.split(';'),
    signature,
  };
}

function parseParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split(',')) {
    const [, name, value] = parameterPattern.exec(part.trim()) ?? [];
    if (!name || !value || parameters.has(name)) {
      throw incompleteSignature(`Invalid key=value pair in Authorization header: '${part.trim()}'.`);
    }
    parameters.set(name, value);
  }
  const missing = parameterNames.filter((name) => !parameters.has(name));
  if (missing.length > 0) {
    throw incompleteSignature(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
  }
  return parameters;
}
