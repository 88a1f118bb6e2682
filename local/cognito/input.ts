/** Input of the actions: Amazon Cognito Federated Identities API Reference, "Data types" and request parameters. */
import { z } from 'zod';
import { CognitoIdentityError } from './errors';

/** Ids of identities and of identity pools have one form. */
export const idSchema = z
  .string('Member must not be null')
  .min(1, 'Member must have length greater than or equal to 1')
  .max(55, 'Member must have length less than or equal to 55')
  .regex(/^[\w-]+:[0-9a-f-]+$/, 'Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+');

/** Provider names with their tokens; empty for guests. */
export const loginsSchema = z.record(z.string(), z.string()).nullish();

/** @throws {CognitoIdentityError} `ValidationException`, in the words of AWS. */
export function parseInput<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;

  const faults = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${message}`;
  });
  const heading = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`;
  throw new CognitoIdentityError('ValidationException', `${heading} detected: ${faults.join('; ')}`);
}

/** @throws {CognitoIdentityError} where a login is given: the local pool has no provider to check it with. */
export function rejectLogins(given: z.infer<typeof loginsSchema>): void {
  if (given && Object.keys(given).length > 0) {
    throw new CognitoIdentityError('NotAuthorizedException', 'Invalid login token.');
  }
}
