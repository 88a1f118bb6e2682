/** The fields of the API that it takes to watch, vote, chat and report messages, as `Type.field`. */
export const viewerFields = [
  'Query.snapshot',
  'Query.recentRounds',
  'Mutation.castVotes',
  'Mutation.sendMessage',
  'Mutation.reportMessage',
  'Subscription.onRound',
  'Subscription.onScores',
  'Subscription.onMessage',
  'Subscription.onShow',
] as const;
