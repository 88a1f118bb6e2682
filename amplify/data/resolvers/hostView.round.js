/** `hostView`, step 1: reads the newest round, which has the entry of the playlist that was played last. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'hostView'>} ctx */
export function request(ctx) {
  // As in `recordAction.js`.
  if (!ctx.identity.userArn || ctx.identity.cognitoIdentityAuthType !== 'authenticated') {
    util.unauthorized();
  }
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
    scanIndexForward: false,
    limit: 1,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'hostView', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  ctx.stash.round = ctx.result.items[0];
  return null;
}
