/** A data source on a table with scripted responses. */
import { ScriptedDynamoDb } from '../engine.fixture';
import { createDynamoDbDataSource } from './dynamodb';

export function createMovieDataSource(answers: ConstructorParameters<typeof ScriptedDynamoDb>[0] = {}) {
  const dynamoDb = new ScriptedDynamoDb(answers);
  const dataSource = createDynamoDbDataSource('Movie', 'arn:aws:iam::123456789012:role/path/MovieRole', dynamoDb);
  return { invoke: (request: unknown) => dataSource.invoke(request), calls: dynamoDb.calls };
}
