/** Checks which headers a signature covers, and for which service, region and time it is valid. */
import { KEY_TYPE_IDENTIFIER } from '@smithy/signature-v4';
import type { CredentialScope } from './authorization-header';
import { incompleteSignature, invalidSignature } from './errors';

/** How far a client's clock may differ. */
const maxSkewMinutes = 5;

/** @throws {SignatureError} unless host and date are signed; otherwise the request could be replayed elsewhere or later */
export function checkSignedHeaders(signedHeaders: string[]): void {
  if (!signedHeaders.includes('host')) {
    throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (!signedHeaders.includes('x-amz-date')) {
    throw invalidSignature("'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.");
  }
}

/** @throws {SignatureError} if the credential is scoped to another service or region */
export function checkScope(scope: CredentialScope, service: string, region: string): void {
  if (scope.terminator !== KEY_TYPE_IDENTIFIER) {
    throw invalidSignature(`Credential should be scoped with a valid terminator: '${KEY_TYPE_IDENTIFIER}'.`);
  }
  if (scope.service !== service)
    throw invalidSignature(`Credential should be scoped to correct service: '${service}'.`);
  if (scope.region !== region) throw invalidSignature('Credential should be scoped to a valid region.');
}

/**
 * @param signedAt the value of `x-amz-date`, `YYYYMMDDTHHMMSSZ`
 * @param scopeDate the date of the credential scope, `YYYYMMDD`
 * @param now milliseconds since the epoch
 * @throws {SignatureError} if the dates are malformed, differ, or are too far from now
 */
export function checkTime(signedAt: string, scopeDate: string, now: number): void {
  const time = parseBasicIso8601(signedAt);
  if (time === undefined) {
    throw incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${signedAt}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (signedAt.slice(0, 8) !== scopeDate) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ` +
        `'${scopeDate}' != '${signedAt.slice(0, 8)}', from '${signedAt}'.`,
    );
  }

  const skewMs = maxSkewMinutes * 60_000;
  if (time < now - skewMs) {
    throw invalidSignature(
      `Signature expired: ${signedAt} is now earlier than ${toBasicIso8601(now - skewMs)} ` +
        `(${toBasicIso8601(now)} - ${maxSkewMinutes} min.)`,
    );
  }
  if (time > now + skewMs) {
    throw invalidSignature(
      `Signature not yet current: ${signedAt} is still later than ${toBasicIso8601(now + skewMs)} ` +
        `(${toBasicIso8601(now)} + ${maxSkewMinutes} min.)`,
    );
  }
}

function parseBasicIso8601(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function toBasicIso8601(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
