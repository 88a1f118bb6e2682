/** The functions' DynamoDB client. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * Creates a client whose calls fail within 5 seconds. By default the SDK waits for a hung connection without a limit,
 * until Lambda ends the function.
 *
 * @returns a client that tries a call three times, for at most 1.5 seconds each
 */
export function createDynamoDbClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1000, requestTimeout: 1500, throwOnRequestTimeout: true },
    }),
  );
}
