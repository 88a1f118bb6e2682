/** Who makes a call: a role's session, as STS names it. */
export interface Principal {
  /** `arn:aws:iam::ACCOUNT:role/NAME`: whose policies decide. */
  roleArn: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
  userArn: string;
  /** Set for callers who came through the identity pool. */
  cognito?: { identityId: string; identityPoolId: string };
}
