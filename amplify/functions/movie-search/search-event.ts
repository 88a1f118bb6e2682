/** What AppSync sends to the function: the context of the field's resolver. */
import { z } from 'zod';

const searchEventSchema = z.object({
  arguments: z.object({ text: z.string() }),
  /** The identity of an IAM caller. That of a token of the user pool has other members, and no `userArn`. */
  identity: z.object({ userArn: z.string(), cognitoIdentityAuthType: z.literal('authenticated') }),
});

/**
 * Reads the text of a search.
 *
 * The schema lets callers with a token of the user pool in, and only the group's role is allowed to call the field by
 * IAM: whoever is signed in and calls by IAM is an operator.
 *
 * @throws {Error} if the caller is not a signed-in one with credentials of the identity pool
 */
export function readSearchText(event: unknown): string {
  const { success, data } = searchEventSchema.safeParse(event);
  if (!success) throw new Error('Only operators search movies.');
  return data.arguments.text;
}
