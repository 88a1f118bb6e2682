/** `sendMessage`, step 2: hands the message to the subscribers of `onMessage`; it is stored nowhere. */

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function request(ctx) {
  return { payload: ctx.stash.message };
}

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function response(ctx) {
  return ctx.result;
}
