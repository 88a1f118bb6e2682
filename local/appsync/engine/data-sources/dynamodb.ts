/**
 * The DynamoDB data source: turns AppSync's request objects into DynamoDB calls under the data
 * source's service role ("JavaScript resolver function reference for DynamoDB").
 */
import { DynamoDbError, type DynamoDb } from '../../../dynamodb/dynamodb';
import { asObject, mappingTemplateError, type DataSourceInvoker } from './data-source';
import { batchDeleteItem, batchGetItem, batchPutItem } from './dynamodb-batch';
import { deleteItem, getItem, putItem, updateItem } from './dynamodb-item-operations';
import { query, scan } from './dynamodb-query-and-scan';
import { transactGetItems, transactWriteItems } from './dynamodb-transactions';
import { TableClient, type TableOperation } from './table-client';

const operations: Record<string, TableOperation | undefined> = {
  GetItem: getItem,
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGetItem,
  BatchPutItem: batchPutItem,
  BatchDeleteItem: batchDeleteItem,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
};

/** Creates the data source of one table. */
export function createDynamoDbDataSource(tableName: string, roleArn: string, dynamoDb: DynamoDb): DataSourceInvoker {
  const table = new TableClient(tableName, roleArn, dynamoDb);
  return {
    async invoke(value) {
      const request = asObject(value);
      const { operation: name } = request;
      if (name === undefined) throw mappingTemplateError("Value for field '$[operation]' not found.");
      const operation = typeof name === 'string' ? operations[name] : undefined;
      if (!operation)
        throw mappingTemplateError(
          `Unsupported operation '${typeof name === 'string' ? name : JSON.stringify(name)}'.`,
        );
      try {
        return await operation(request, table);
      } catch (error) {
        if (error instanceof DynamoDbError) return { result: null, error: table.errorOf(error) };
        throw error;
      }
    },
  };
}
