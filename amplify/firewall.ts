/**
 * AWS WAF in front of the API: blocks large bodies and addresses with too many requests before AppSync bills them.
 * https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html
 *
 * It costs $5 per month, $1 per rule and month, and $0.60 per million requests, which cost $4 in AppSync.
 */
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/**
 * Maximum requests per address and minute. A whole audience may share one address: an active viewer sends about 12
 * requests per minute, so this is enough for about 1,600 viewers. Raise it for a larger venue. The functions of the
 * backend have other addresses and send a few requests per second.
 */
export const requestsPerMinute = 20_000;

/**
 * Maximum size of a body in bytes, which is also the most that WAF inspects. The app's largest requests are smaller: a
 * chat message in a multi-byte script has about 2 KB, a new round with two long synopses about 6 KB.
 */
export const maxBodyBytes = 8192;

/** @param apiArn of the GraphQL API to protect */
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
            // Bodies that are longer than WAF can inspect match too.
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
