/** An error as Amazon Cognito Federated Identities answers it: API Reference, "Errors" of each action. */
export class CognitoIdentityError extends Error {
  constructor(
    /** e.g. `ResourceNotFoundException`. */
    readonly type: string,
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
    this.name = type;
  }
}
