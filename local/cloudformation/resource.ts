/** A resource of the synthesized backend, and the values that CloudFormation adds when it creates one. */

/** Values that only a deployment knows. */
export interface DeploymentEnvironment {
  region: string;
  /** 12 digits. */
  accountId: string;
  /** URL of the GraphQL API. */
  graphqlUrl: string;
}

/** A resource whose properties have every intrinsic function resolved. */
export interface Resource {
  logicalId: string;
  /** e.g. `AWS::Lambda::Function`. */
  type: string;
  properties: Record<string, unknown>;
}
