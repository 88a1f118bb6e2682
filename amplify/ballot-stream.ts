/**
 * Connects the stream of `Ballot` to the tally, and reports batches that the tally cannot count.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * @param tally reads the stream; it needs `sqs:SendMessage` on the queue that this returns
 * @returns the queue to which Lambda reports a batch that it gave up on, with its shard and sequence numbers. The votes
 *   can be read from the stream with these until the stream deletes them after 24 hours
 */
export function addBallotStream(scope: Construct, tally: IFunction, streamArn: string): Queue {
  const failures = new Queue(scope, 'TallyFailures', {
    // The key of SQS is free, and the messages contain no secret.
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  new EventSourceMapping(scope, 'BallotStream', {
    target: tally,
    eventSourceArn: streamArn,
    // LATEST may miss changes that are written while the mapping is being created.
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 1000,
    // The longest window. The tally needs no window, but only with one does Lambda tell a function which shard it reads.
    tumblingWindow: Duration.minutes(15),
    // Retry during an outage: the API has acknowledged these votes.
    maxRecordAge: Duration.hours(1),
    // `SqsDestination` would add permissions, which `backend.ts` defines.
    onFailure: { bind: () => ({ destination: failures.queueArn }) },
  });
  return failures;
}
