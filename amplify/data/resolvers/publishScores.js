/** `publishScores`: hands totals and leaders to the subscribers of `onScores`; the tally has stored them. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'publishScores'>} ctx */
export function request(ctx) {
  // The schema lets the user pool's operators in as well; scores are the tally's, who signs with IAM.
  if (!ctx.identity.userArn) {
    util.unauthorized();
  }
  return { payload: ctx.args };
}

/** @param {import('./context').ResolverContext<'publishScores'>} ctx */
export function response(ctx) {
  return ctx.result;
}
