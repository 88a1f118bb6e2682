/**
 * `setPlaylist`, step 3: raises the version of the show, so that the pages of all operators read the playlist again. It is
 * stored before, so that whoever sees the version reads it.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'setPlaylist'>} ctx */
export function request(ctx) {
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }),
    update: { expression: 'ADD version :one', expressionValues: util.dynamodb.toMapValues({ ':one': 1 }) },
  };
}

/** @param {import('./context').ResolverContext<'setPlaylist'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
