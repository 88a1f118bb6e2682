/** `reports`, step 2: returns the open reports, newest first. */
import { util } from '@aws-appsync/utils';

/**
 * Rows are in the order of their ids, not of time, and closed ones count until they expire. More than 1 MB is not read. Loops
 * may take 1,000 steps.
 */
const maxRows = 1000;

/** @param {import('./context').ResolverContext<'reports'>} ctx */
export function request(ctx) {
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
    limit: maxRows,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'reports', import('./context').Page<import('../resource').Schema['Report']['type']>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const rows = ctx.result.items.filter(({ closedAt }) => !closedAt);
  // `sort` takes no function here. Times have 13 digits until the year 2286.
  const newestFirst = rows
    .map(({ reportedAt }, index) => `${reportedAt}#${index}`)
    .sort()
    .reverse()
    .slice(0, limits.hostListLength);
  const reports = [];
  for (const place of newestFirst) {
    const row = rows[+(place.split('#')[1] ?? 0)];
    if (row) {
      reports.push({
        id: row.id,
        messageId: row.messageId,
        sender: row.sender,
        nickname: row.nickname,
        text: row.text,
        reports: row.reporters.length,
        reportedAt: row.reportedAt,
      });
    }
  }
  return reports;
}
