/** Validates the input of the actions, with the messages of AWS. */
import { z } from 'zod';
import { CognitoError } from './errors';

/** Ids of identities and of identity pools. */
export const idSchema = z
  .string('Member must not be null')
  .min(1, 'Member must have length greater than or equal to 1')
  .max(55, 'Member must have length less than or equal to 55')
  .regex(/^[\w-]+:[0-9a-f-]+$/, 'Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+');

/** Provider names with their tokens; empty for guests. */
export const loginsSchema = z.record(z.string(), z.string()).nullish();

/**
 * @param errorType the error of the API: that of user pools is `InvalidParameterException`
 * @throws {CognitoError} if the input does not match
 */
export function parseInput<Input>(schema: z.ZodType<Input>, input: unknown, errorType = 'ValidationException'): Input {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;

  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${message}`;
  });
  const heading = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  throw new CognitoError(errorType, `${heading} detected: ${problems.join('; ')}`);
}
