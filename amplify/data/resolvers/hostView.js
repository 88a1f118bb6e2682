/**
 * `hostView`, step 5: reads the playlist, and returns what everybody sees of the show and what only operators see. The
 * playlist is read after the version of the show, so it is at least as new.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'hostView'>} ctx */
export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }), consistentRead: true };
}

/** @param {import('./context').ResolverContext<'hostView', import('./context').PlaylistRow | null>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return {
    show: ctx.stash.show,
    playlist: ctx.result?.entries ?? [],
    isPlaylistRepeating: ctx.result?.isRepeating ?? false,
    playedEntry: ctx.stash.round?.playlistEntry,
    blockedWords: ctx.stash.row?.blockedWords ?? [],
  };
}
