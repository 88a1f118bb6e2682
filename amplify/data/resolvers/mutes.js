/** `mutes`, step 2: returns who cannot write now. `muteSender.list.js` writes the rows. */
import { util } from '@aws-appsync/utils';

/** More than 1 MB is not read. Loops may take 1,000 steps. */
const maxRows = 1000;

/** @param {import('./context').ResolverContext<'mutes'>} ctx */
export function request(ctx) {
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': `${ctx.env.SHOW}#mutes` }),
    },
    limit: maxRows,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'mutes', import('./context').Page<import('./context').MuteRow>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const now = util.time.nowEpochSeconds();
  return ctx.result.items.map(({ detail }) => JSON.parse(detail)).filter(({ mutedUntil }) => mutedUntil > now);
}
