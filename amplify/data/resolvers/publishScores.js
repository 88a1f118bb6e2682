/** `publishScores`: hands totals and leaders to the subscribers of `onScores`; the tally has stored them. */

/** @param {import('./context').ResolverContext<'publishScores'>} ctx */
export function request(ctx) {
  return { payload: ctx.args };
}

/** @param {import('./context').ResolverContext<'publishScores'>} ctx */
export function response(ctx) {
  return ctx.result;
}
