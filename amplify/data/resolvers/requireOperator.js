/** The first step of every query of operators: refuses everybody else. `recordAction.js` does the same for mutations. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext} ctx */
export function request(ctx) {
  // `backend.ts` lets only the role of the group in, and the schema tokens of its members. Functions have no login, and tokens
  // no ARN.
  if (!ctx.identity.userArn || ctx.identity.cognitoIdentityAuthType !== 'authenticated') {
    util.unauthorized();
  }
  return { payload: null };
}

export function response() {
  return null;
}
