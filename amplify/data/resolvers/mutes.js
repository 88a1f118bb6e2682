/**
 * `mutes`: returns who cannot write now, the last one first. The rows that `sendMessage` reads have no order; each mute is
 * among the actions of operators, too, and none lasts longer than `maxMuteSeconds`.
 */
import { util } from '@aws-appsync/utils';

/** More than 1 MB is not read. Loops may take 1,000 steps. */
const maxRows = 1000;

/** @param {import('./context').ResolverContext<'mutes'>} ctx */
export function request(ctx) {
  // As in `recordAction.js`.
  if (!ctx.identity.userArn || ctx.identity.cognitoIdentityAuthType !== 'authenticated') {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const since = util.time.nowEpochMilliSeconds() - limits.maxMuteSeconds * 1000;
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show AND id > :since',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW, ':since': `${since}` }),
    },
    filter: {
      expression: '#action = :action',
      expressionNames: { '#action': 'action' },
      expressionValues: util.dynamodb.toMapValues({ ':action': 'muteSender' }),
    },
    scanIndexForward: false,
    limit: maxRows,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'mutes', import('./context').Page<import('./context').MuteAction>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const { senderLength } = JSON.parse(ctx.env.LIMITS);
  const { maxMuteSeconds } = JSON.parse(ctx.env.HOST_LIMITS);
  const now = util.time.nowEpochMilliSeconds();
  /** @type {Record<string, boolean>} */
  const known = {};
  const mutes = [];
  for (const { id, detail } of ctx.result.items) {
    const { sender, nickname, seconds } = JSON.parse(detail);
    // What `muteSender` refused is recorded, too.
    const isValid = util.matches(`^[0-9a-f-]{${senderLength}}$`, sender) && seconds >= 0 && seconds <= maxMuteSeconds;
    if (isValid && !known[sender]) {
      known[sender] = true;
      const mutedUntil = Math.floor(+(id.split('#')[0] ?? 0) / 1000) + seconds;
      if (mutedUntil * 1000 > now) {
        mutes.push({ sender, nickname, mutedUntil });
      }
    }
  }
  return mutes;
}
