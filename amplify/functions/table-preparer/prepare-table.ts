import { DescribeTableCommand, UpdateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';

/** The properties of the custom resource. CloudFormation turns numbers into strings. */
export const propertiesSchema = z.object({ TableName: z.string(), WriteUnits: z.coerce.number().int().positive() });

export type Properties = z.infer<typeof propertiesSchema>;

/**
 * Raises the warm throughput for writes to a value, unless it is as high already. DynamoDB refuses a lower value.
 *
 * @throws if DynamoDB refuses, for instance because the value exceeds the quota of a table
 */
export async function prepareTable(
  client: Pick<DynamoDBClient, 'send'>,
  { TableName, WriteUnits }: Properties,
): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if ((Table?.WarmThroughput?.WriteUnitsPerSecond ?? 0) >= WriteUnits) return;
  await client.send(new UpdateTableCommand({ TableName, WarmThroughput: { WriteUnitsPerSecond: WriteUnits } }));
}
