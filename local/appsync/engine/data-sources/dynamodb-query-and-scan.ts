/** Query and Scan of the DynamoDB data source. */
import { mappingTemplateError, rejectUnsupportedElements } from './data-source';
import { ExpressionParameters } from './dynamodb-expressions';
import { fromItem } from './dynamodb-values';
import type { TableOperation } from './table-client';

const common = [
  'version',
  'operation',
  'index',
  'limit',
  'nextToken',
  'consistentRead',
  'select',
  'filter',
  'projection',
];

/** Encodes a page token. Tokens are opaque to callers, as in AppSync. */
const toToken = (lastKey: unknown) => (lastKey ? Buffer.from(JSON.stringify(lastKey)).toString('base64url') : null);

function fromToken(token: unknown): unknown {
  try {
    return JSON.parse(Buffer.from(String(token), 'base64url').toString()) as unknown;
  } catch {
    throw mappingTemplateError('Invalid pagination token given.');
  }
}

function pageParameters(request: Record<string, unknown>): Record<string, unknown> {
  return {
    ...(request.index ? { IndexName: request.index } : {}),
    ...(request.limit ? { Limit: request.limit } : {}),
    ...(request.nextToken ? { ExclusiveStartKey: fromToken(request.nextToken) } : {}),
    ...(request.consistentRead ? { ConsistentRead: true } : {}),
    ...(request.select ? { Select: request.select } : {}),
  };
}

function page(answer: Record<string, unknown>) {
  const items = (answer.Items ?? []) as unknown[];
  return {
    result: {
      items: items.map(fromItem),
      nextToken: toToken(answer.LastEvaluatedKey),
      scannedCount: answer.ScannedCount ?? items.length,
    },
  };
}

export const query: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, [...common, 'query', 'scanIndexForward']);
  if (!request.query) throw mappingTemplateError("Value for field '$[query]' not found.");
  return page(
    await table.call('Query', {
      TableName: table.name,
      ...pageParameters(request),
      ...(request.scanIndexForward === false ? { ScanIndexForward: false } : {}),
      ...new ExpressionParameters()
        .add('KeyConditionExpression', request.query, '$[query]')
        .add('FilterExpression', request.filter, '$[filter]')
        .add('ProjectionExpression', request.projection, '$[projection]')
        .toParameters(),
    }),
  );
};

export const scan: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, [...common, 'totalSegments', 'segment']);
  return page(
    await table.call('Scan', {
      TableName: table.name,
      ...pageParameters(request),
      ...(request.totalSegments ? { TotalSegments: request.totalSegments, Segment: request.segment ?? 0 } : {}),
      ...new ExpressionParameters()
        .add('FilterExpression', request.filter, '$[filter]')
        .add('ProjectionExpression', request.projection, '$[projection]')
        .toParameters(),
    }),
  );
};
