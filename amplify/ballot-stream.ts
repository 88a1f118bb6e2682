/**
 * The way of the votes from `Ballot` to the tally, and what becomes of those that it cannot count.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * @param tally reads the stream; it needs `sqs:SendMessage` on the queue that this returns
 * @returns where Lambda reports a batch that it gave up on: the shard and the sequence numbers, with which the votes can
 *   be read from the stream for the rest of its 24 hours
 */
export function addBallotStream(scope: Construct, tally: IFunction, streamArn: string): Queue {
  const failures = new Queue(scope, 'TallyFailures', {
    // SQS's own key: free, and what a message tells is no secret.
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  new EventSourceMapping(scope, 'BallotStream', {
    target: tally,
    eventSourceArn: streamArn,
    // LATEST may miss what is written while the mapping is made.
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 1000,
    // An outage is waited for: what its batches hold are votes that people were told are counted.
    maxRecordAge: Duration.hours(1),
    // Without the permissions that the CDK would add: they stand in `backend.ts`.
    onFailure: { bind: () => ({ destination: failures.queueArn }) },
  });
  return failures;
}
