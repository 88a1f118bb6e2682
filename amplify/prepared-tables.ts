/** Prepares the busy tables for the expected audience, when it is larger than new tables can serve. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CustomResource, Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { warmWriteUnits, type WarmTable } from './warm-throughput';

const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'functions/table-preparer/handler.ts');

/**
 * Adds a custom resource for each table that needs more warm throughput than a new table has, and nothing if none does.
 *
 * @param expectedViewers from 1
 */
export function addPreparedTables(
  scope: Construct,
  tables: Partial<Record<WarmTable, ITable>>,
  expectedViewers: number,
): void {
  const prepared = (Object.entries(tables) as [WarmTable, ITable][]).flatMap(([name, table]) => {
    const writeUnits = warmWriteUnits(name, expectedViewers);
    return writeUnits === null ? [] : [{ name, table, writeUnits }];
  });
  if (prepared.length === 0) return;

  const preparer = new NodejsFunction(scope, 'TablePreparer', {
    entry,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    timeout: Duration.seconds(30),
    memorySize: 256,
    loggingFormat: LoggingFormat.JSON,
    logGroup: new LogGroup(scope, 'TablePreparerLog', { retention: RetentionDays.ONE_MONTH }),
  });
  preparer.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'],
      resources: prepared.map(({ table }) => table.tableArn),
    }),
  );
  for (const { name, table, writeUnits } of prepared) {
    new CustomResource(scope, `${name}WarmThroughput`, {
      resourceType: 'Custom::WarmThroughput',
      serviceToken: preparer.functionArn,
      serviceTimeout: Duration.minutes(2),
      properties: { TableName: table.tableName, WriteUnits: writeUnits },
    });
  }
}
