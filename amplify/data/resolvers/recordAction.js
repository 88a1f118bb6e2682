/**
 * The first step of every mutation of operators: refuses everybody else, and writes who does what. What a later step
 * refuses is recorded, too.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<import('./context').HostMutation>} ctx */
export function request(ctx) {
  // `backend.ts` lets only the role of the group in. Functions have no login, and tokens no ARN.
  if (!ctx.identity.userArn || ctx.identity.cognitoIdentityAuthType !== 'authenticated') {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  /** @type {Record<string, unknown>} */
  const detail = {};
  for (const [name, value] of Object.entries(ctx.args)) {
    const json = JSON.stringify(value);
    detail[name] = json.length > limits.maxDetailLength ? `${json.slice(0, limits.maxDetailLength)}…` : value;
  }
  return {
    operation: 'PutItem',
    // Milliseconds have 13 digits until the year 2286, so ids are in the order of time.
    key: util.dynamodb.toMapValues({
      show: ctx.env.SHOW,
      id: `${util.time.nowEpochMilliSeconds()}#${util.autoId()}`,
    }),
    attributeValues: util.dynamodb.toMapValues({
      operator: userOf(ctx.identity.cognitoIdentityAuthProvider ?? ''),
      action: ctx.info.fieldName,
      detail: JSON.stringify(detail),
      expiresAt: util.time.nowEpochSeconds() + limits.actionRetentionSeconds,
    }),
  };
}

/** @param {import('./context').ResolverContext<import('./context').HostMutation>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}

/**
 * Returns the id of the user in the user pool.
 *
 * @param {string} provider `"cognito-idp.<region>.amazonaws.com/<pool>","<the same>:CognitoSignIn:<id>"`
 */
function userOf(provider) {
  const [, user] = provider.replaceAll('"', '').split(':CognitoSignIn:');
  if (!user) {
    util.unauthorized();
  }
  return user;
}
