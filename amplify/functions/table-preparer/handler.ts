/**
 * `table-preparer`: raises the warm throughput of a table during a deployment. A custom resource, because Amplify's tables
 * have no such property: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answer } from './answer';
import { prepareTable, propertiesSchema } from './prepare-table';

export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  await answer(event, async () => {
    // Warm throughput cannot be lowered, so nothing is undone.
    if (event.RequestType === 'Delete') return;
    await prepareTable(new DynamoDBClient({ maxAttempts: 5 }), propertiesSchema.parse(event.ResourceProperties));
  });
}
