/** The arguments of a command are wrong. The message is a sentence that says what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
