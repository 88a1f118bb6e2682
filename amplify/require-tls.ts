/** Makes buckets refuse plain HTTP. One of the buckets that Amplify creates accepts it by default. */
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** @param scope contains the buckets, at any depth */
export function requireTls(scope: IConstruct): void {
  for (const bucket of scope.node.findAll()) {
    if (!(bucket instanceof Bucket)) continue;
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  }
}
