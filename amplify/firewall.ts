/**
 * AWS WAF before the API: what is too big or too much from one address never reaches AppSync, and is not paid for there.
 * https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html
 *
 * It costs $5 a month, $1 for each rule, and $0.60 for a million requests (AppSync takes $4 for them).
 */
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/**
 * Requests that one address may send in a minute. A whole audience may sit behind one address: a viewer who votes and
 * writes sends some 12 requests a minute, so this serves about 1,600 of them; raise it for a larger hall. The functions
 * of the backend come from addresses of their own, and send a few requests a second.
 */
export const requestsPerMinute = 20_000;

/**
 * Most that WAF sees of a body on its way to AppSync, in bytes, and more than anything of ours: a chat message in a
 * script of many bytes has some 2 KB, a new round with two long synopses some 6 KB.
 */
export const maxBodyBytes = 8192;

/** @param apiArn of the GraphQL API, which then lets nothing past the rules */
export function addFirewall(scope: Construct, apiArn: string): void {
  const visible = (metricName: string) => ({
    metricName,
    cloudWatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
  });
  const webAcl = new CfnWebACL(scope, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible('Firewall'),
    rules: [
      {
        name: 'BodySize',
        priority: 0,
        action: { block: {} },
        visibilityConfig: visible('BodySize'),
        statement: {
          sizeConstraintStatement: {
            // What is longer than WAF can see matches too.
            fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
            comparisonOperator: 'GT',
            size: maxBodyBytes,
            textTransformations: [{ priority: 0, type: 'NONE' }],
          },
        },
      },
      {
        name: 'RatePerAddress',
        priority: 1,
        action: { block: {} },
        visibilityConfig: visible('RatePerAddress'),
        statement: {
          rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerMinute, evaluationWindowSec: 60 },
        },
      },
    ],
  });
  new CfnWebACLAssociation(scope, 'WebAclAssociation', { resourceArn: apiArn, webAclArn: webAcl.attrArn });
}
