/** `setMessageRemoved`, step 2: reads the removed messages, which the next step changes. */
import { util } from '@aws-appsync/utils';

/** A room and a UUID. */
const idPattern = '^\\d{1,4}:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** @param {import('./context').ResolverContext<'setMessageRemoved'>} ctx */
export function request(ctx) {
  if (!util.matches(idPattern, ctx.args.messageId)) {
    util.error(
      'The id of a message is its room and a UUID, such as 0:123e4567-e89b-42d3-a456-426614174000.',
      'InvalidMessage',
    );
  }
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }), consistentRead: true };
}

/** @param {import('./context').ResolverContext<'setMessageRemoved', import('./context').ShowRow | null>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
