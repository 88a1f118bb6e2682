/** The caller of a service: the session of a role, as STS names it. */
export interface Principal {
  /** `arn:aws:iam::ACCOUNT:role/NAME`: the role whose policies decide. */
  roleArn: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
  userArn: string;
  /** Set for callers with an identity of the identity pool. */
  cognito?: {
    identityId: string;
    identityPoolId: string;
    /** Set for users, who signed in with a provider; missing for guests. */
    login?: { provider: string; sub: string };
  };
}
