/** DynamoDB with authorization by the caller's policies. Every write is recorded in the stream of its table. */
import type { Logger } from 'pino';
import type { Deployment } from '../cloudformation/deployment';
import type { Principal } from '../iam/principal';
import { log as defaultLog } from '../log';
import type { ChangeCapture } from './change-capture';
import { DynamoDbError, type DynamoDb, type DynamoDbOperation } from './dynamodb';
import type { DynamoDbEngineClient } from './engine-client';
import { requiredPermissions, type Permission } from './permissions';

const writingOperations: ReadonlySet<DynamoDbOperation> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);

/** Longest name of a table, which may be an ARN. Longer names are rejected before the authorization and not logged. */
const maxNameLength = 1024;

export interface AuthorizedDynamoDbOptions {
  deployment: Pick<Deployment, 'region' | 'accountId' | 'tables'>;
  engine: Pick<DynamoDbEngineClient, 'call'>;
  capture: Pick<ChangeCapture, 'write'>;
  authorizer: { isAllowed(principal: Principal, action: string, resource: string): boolean };
  log?: Pick<Logger, 'warn'>;
}

export class AuthorizedDynamoDb implements DynamoDb {
  readonly #options: AuthorizedDynamoDbOptions;
  readonly #tableNames: ReadonlySet<string>;
  readonly #log: Pick<Logger, 'warn'>;

  constructor(options: AuthorizedDynamoDbOptions) {
    this.#options = options;
    this.#tableNames = new Set(options.deployment.tables.map(({ name }) => name));
    this.#log = options.log ?? defaultLog;
  }

  async call(
    principal: Principal,
    operation: DynamoDbOperation,
    input: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const permissions = requiredPermissions(operation, input);
    if (
      permissions.some(({ tableName, indexName = '' }) => Math.max(tableName.length, indexName.length) > maxNameLength)
    ) {
      throw new DynamoDbError(
        'ValidationException',
        `1 validation error detected: Value at 'tableName' failed to satisfy constraint: Member must have length less than or equal to ${maxNameLength}`,
      );
    }
    for (const permission of permissions) this.#authorize(principal, permission);
    if (!permissions.every(({ tableName }) => this.#tableNames.has(tableName))) {
      throw new DynamoDbError('ResourceNotFoundException', 'Requested resource not found');
    }
    const { engine, capture } = this.#options;
    return writingOperations.has(operation) ? capture.write(operation, input) : engine.call(operation, input);
  }

  #authorize(principal: Principal, { action, tableName, indexName }: Permission): void {
    const { deployment, authorizer } = this.#options;
    const tableArn = `arn:aws:dynamodb:${deployment.region}:${deployment.accountId}:table/${tableName}`;
    const resource = indexName === undefined ? tableArn : `${tableArn}/index/${indexName}`;
    if (authorizer.isAllowed(principal, action, resource)) return;

    const message =
      `User: ${principal.userArn} is not authorized to perform: ${action} on resource: ${resource} ` +
      `because no identity-based policy allows the ${action} action`;
    this.#log.warn(message);
    throw new DynamoDbError('AccessDeniedException', message);
  }
}
