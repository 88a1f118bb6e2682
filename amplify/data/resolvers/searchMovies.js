/** `searchMovies`, step 2: lets operators search by the function movie-search, which calls TMDB. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'searchMovies'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const text = ctx.args.text.trim();
  if (text.length > limits.maxSearchLength) {
    util.error(
      `The text of a search has at most ${limits.maxSearchLength} characters, but this one has ${text.length}.`,
      'InvalidText',
    );
  }
  return { operation: 'Invoke', payload: { text } };
}

/** @param {import('./context').ResolverContext<'searchMovies'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
