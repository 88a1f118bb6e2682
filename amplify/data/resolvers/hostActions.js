/** `hostActions`, step 2: returns the last actions of operators, newest first. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'hostActions'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
    scanIndexForward: false,
    limit: limits.hostListLength,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'hostActions', import('./context').Page<import('../resource').Schema['HostAction']['type']>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result.items;
}
