/** Reads what operators have set. The read is consistent, so that a change is seen, and made, on top of the last one. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext} ctx */
export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }), consistentRead: true };
}

/** @param {import('./context').ResolverContext<'snapshot', import('./context').ShowRow | null>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  ctx.stash.row = ctx.result;
  return ctx.result;
}
