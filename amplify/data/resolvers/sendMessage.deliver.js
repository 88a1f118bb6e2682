/** `sendMessage`, step 5: sends the message to the subscribers of its room, without storing it. */

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function request(ctx) {
  return { payload: ctx.stash.message };
}

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function response(ctx) {
  return ctx.result;
}
