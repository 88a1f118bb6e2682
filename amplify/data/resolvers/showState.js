/** Returns what everybody sees of the row of `Show` that the step before has read or written, also if there is none. */

/** @param {import('./context').ResolverContext<'snapshot', unknown, import('./context').ShowRow | null>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  /** @type {Partial<import('./context').ShowRow>} */
  const row = ctx.prev.result ?? {};
  return {
    payload: {
      version: row.version ?? 0,
      isPaused: row.isPaused ?? false,
      endedRound: row.endedRound,
      endedAt: row.endedAt,
      roundSeconds: row.roundSeconds ?? limits.roundSeconds,
      isChatOpen: row.isChatOpen ?? true,
      slowModeSeconds: row.slowModeSeconds ?? 0,
      pinned: row.pinned,
      removedMessages: row.removedMessages ?? [],
      stageChat: row.stageChat ?? 'all',
      areVotesHidden: row.areVotesHidden ?? false,
      leaderboardResetAt: row.leaderboardResetAt,
    },
  };
}

/** @param {import('./context').ResolverContext<'snapshot', import('../resource').Schema['ShowState']['type']>} ctx */
export function response(ctx) {
  ctx.stash.show = ctx.result;
  return ctx.result;
}
