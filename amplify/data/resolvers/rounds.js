/** `rounds`, step 2: reads the rounds of a time, oldest first, in pages. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'rounds'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const { from, to, nextToken } = ctx.args;
  if (from >= to) {
    util.error(`The rounds must be from a time before ${to}, not from ${from}.`, 'InvalidRange');
  }
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show AND startsAt BETWEEN :from AND :last',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW, ':from': from, ':last': to - 1 }),
    },
    limit: limits.roundsPerPage,
    nextToken,
  };
}

/** @param {import('./context').ResolverContext<'rounds'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
