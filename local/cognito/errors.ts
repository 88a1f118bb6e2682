/** An error of the Amazon Cognito APIs: identity pools and user pools. */
export class CognitoError extends Error {
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
