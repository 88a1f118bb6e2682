/** Time-based one-time passwords of authenticator apps: RFC 6238, with SHA-1, six digits and steps of 30 seconds. */
import { generateSecret, verify } from 'otplib';

const stepSeconds = 30;

/** As long as the output of SHA-1. */
const secretBytes = 20;

/** @returns a new shared secret in base32 */
export function newTotpSecret(): string {
  return generateSecret({ length: secretBytes });
}

/**
 * Accepts the codes of this step and of the two beside it, since clocks differ and typing takes time.
 *
 * @param now milliseconds since the epoch
 * @returns the number of the code's step, or undefined if the code is wrong
 */
export async function totpStepOf(secret: string, code: string, now: number): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now / 1000);
  const result = await verify({ secret, token: code, epoch, epochTolerance: stepSeconds });
  return result.valid ? Math.floor(epoch / stepSeconds) + result.delta : undefined;
}
