/** The password policy of a user pool, and temporary passwords. */
import { hkdfSync } from 'node:crypto';
import type { PasswordPolicy } from '../../cloudformation/deployment';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
const maxLength = 256;

/** The special characters that the policy counts, and the space, which counts only inside a password. */
const symbol = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=.) (?=.)/;

/** @returns what the policy misses, in AWS's words; undefined if nothing */
export function violationOf(password: string, policy: PasswordPolicy): string | undefined {
  const rules: [boolean, string][] = [
    [password.length >= policy.minimumLength, 'Password not long enough'],
    [password.length <= maxLength, 'Password too long'],
    [!policy.requireLowercase || /\p{Ll}/u.test(password), 'Password must have lowercase characters'],
    [!policy.requireUppercase || /\p{Lu}/u.test(password), 'Password must have uppercase characters'],
    [!policy.requireNumbers || /\d/.test(password), 'Password must have numeric characters'],
    [!policy.requireSymbols || symbol.test(password), 'Password must have symbol characters'],
  ];
  return rules.find(([isMet]) => !isMet)?.[1];
}

/** Without the characters that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const temporaryLength = 16;

/**
 * Derives the temporary password of a user, so that it can be shown again without being stored. It meets every policy
 * of up to 23 characters.
 *
 * @param key the secret of the local backend
 * @param userId new for each user, so that a user who is created again has another password
 */
export function temporaryPasswordOf(key: Buffer, userId: string): string {
  const bytes = Buffer.from(hkdfSync('sha256', key, '', `temporary password of ${userId}`, temporaryLength));
  const text = Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return `Temp-${text}-7`;
}
