/** The interface of DynamoDB in the local backend: AWS JSON 1.0 operations under a caller's policies. */
import type { Principal } from '../iam/principal';

export type DynamoDbOperation =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'Scan'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'TransactGetItems'
  | 'TransactWriteItems'
  | 'DescribeTable';

/** An error of DynamoDB. */
export class DynamoDbError extends Error {
  constructor(
    /** e.g. `ConditionalCheckFailedException`, without a namespace. */
    readonly type: string,
    message: string,
    readonly statusCode = 400,
    /** Further members of the error: `Item` of a failed condition, `CancellationReasons` of a transaction. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = type;
  }
}

export interface DynamoDb {
  /**
   * Calls an operation as `principal`.
   *
   * @throws {DynamoDbError} `AccessDeniedException` if no policy allows the call, or the error of the engine
   */
  call(
    principal: Principal,
    operation: DynamoDbOperation,
    input: Record<string, unknown>,
  ): Promise<Record<string, unknown>>;
}

/** A record as a Lambda function receives it from a stream of new and old images. */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: '1.1';
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  eventSourceARN: string;
  dynamodb: {
    ApproximateCreationDateTime: number;
    Keys: Record<string, unknown>;
    NewImage?: Record<string, unknown>;
    OldImage?: Record<string, unknown>;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: 'NEW_AND_OLD_IMAGES';
  };
  userIdentity?: { type: 'Service'; principalId: 'dynamodb.amazonaws.com' };
}
