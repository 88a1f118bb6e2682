/** An error of the Amazon Cognito Federated Identities API. */
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
