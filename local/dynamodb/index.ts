/** `amplify-local/dynamodb`: the engine that stores the tables, and a client for it. */
export { createTables } from './create-tables';
export { DynaliteThread, type DynaliteOptions } from './dynalite-thread';
export { DynamoDbError, type DynamoDb, type DynamoDbOperation, type StreamRecord } from './dynamodb';
export { startDynamoDbEngine, type DynamoDbEngine, type DynamoDbEngineOptions } from './engine';
export { DynamoDbEngineClient } from './engine-client';
export { TableStream } from './table-stream';
export { allHashes, divide, hashOf, includes } from './hash-range';
