/** `hostView`, step 4: returns what everybody sees of the show, and what only operators see. */

/** @param {import('./context').ResolverContext<'hostView'>} ctx */
export function request(ctx) {
  return {
    payload: {
      show: ctx.stash.show,
      playlist: ctx.stash.row?.playlist ?? [],
      isPlaylistRepeating: ctx.stash.row?.isPlaylistRepeating ?? false,
      playedEntry: ctx.stash.round?.playlistEntry,
      blockedWords: ctx.stash.row?.blockedWords ?? [],
    },
  };
}

/** @param {import('./context').ResolverContext<'hostView'>} ctx */
export function response(ctx) {
  return ctx.result;
}
