/** `hostView`, step 2: reads what operators have set. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'hostView'>} ctx */
export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }), consistentRead: true };
}

/** @param {import('./context').ResolverContext<'hostView', import('./context').ShowRow | null>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  ctx.stash.row = ctx.result;
  return ctx.result;
}
