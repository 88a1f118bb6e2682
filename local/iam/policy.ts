/** An IAM policy statement with every value resolved: IAM JSON policy elements reference. */
export interface PolicyStatement {
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: string[];
}
