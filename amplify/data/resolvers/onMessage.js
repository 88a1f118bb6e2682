/**
 * `onMessage`: delivers the messages of one room. A message's id begins with its room. There is always a filter, so a guest
 * can't receive all rooms without naming each. AppSync applies it before delivery, and requires null here.
 * https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html
 * https://docs.amplify.aws/react/build-a-backend/data/custom-subscription/
 */
import { extensions, util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'onMessage'>} ctx */
export function request(ctx) {
  const room = ctx.args.room ?? 0;
  const limits = JSON.parse(ctx.env.LIMITS);
  if (room < 0 || room >= limits.maxRooms) {
    util.error(`A room is a number from 0 to ${limits.maxRooms - 1}.`, 'NoSuchRoom');
  }
  return { payload: null };
}

/** @param {import('./context').ResolverContext<'onMessage'>} ctx */
export function response(ctx) {
  const filter = { id: { beginsWith: `${ctx.args.room ?? 0}:` } };
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
  return null;
}
