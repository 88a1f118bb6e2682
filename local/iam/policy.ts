/** An IAM policy statement: IAM User Guide, "IAM JSON policy elements reference". */
export interface PolicyStatement {
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: string[];
}
