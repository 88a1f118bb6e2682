/** `snapshot`, step 2: reads what operators have set. The read is consistent, like that of the round. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext} ctx */
export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }), consistentRead: true };
}

/** @param {import('./context').ResolverContext} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
