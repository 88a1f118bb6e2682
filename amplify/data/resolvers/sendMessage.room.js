/**
 * `sendMessage`, step 1: refuses a room that does not exist. Slow mode follows, so a refused message does not count. Room 0
 * always exists and is not looked up, so that the chat of a small audience costs no read.
 */
import { runtime, util } from '@aws-appsync/utils';

/** The number of rooms may just have fallen, and screens leave their room a moment later. */
const lastRounds = 2;

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function request(ctx) {
  const room = ctx.args.room ?? 0;
  if (room === 0) {
    runtime.earlyReturn(null);
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  if (room < 0 || room >= limits.maxRooms) {
    util.error(`A room is a number from 0 to ${limits.maxRooms - 1}.`, 'NoSuchRoom');
  }
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
    scanIndexForward: false,
    limit: lastRounds,
  };
}

/** @param {import('./context').ResolverContext<'sendMessage', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  let rooms = 1;
  for (const round of ctx.result.items) {
    rooms = Math.max(rooms, round.rooms ?? 1);
  }
  const room = ctx.args.room ?? 0;
  if (room >= rooms) {
    util.error(`Room ${room} does not exist. The last room is ${rooms - 1}.`, 'NoSuchRoom');
  }
  return null;
}
