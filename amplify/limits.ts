/**
 * Every limit of the show, in one place. The browser imports this file to warn early; the resolvers,
 * which decide, receive the same numbers as AppSync environment variables (see `backend.ts`).
 */
export const limits = {
  /** Length of a round in seconds; must divide 60, since rounds are cut by the wall clock. */
  roundSeconds: 10,
  /** How long after its end a round still takes votes, in seconds: a vote cast in time may arrive late. */
  graceSeconds: 2,
  /** Most votes that one tab may give a category in one round. */
  maxVotesPerCategory: 100,
  /** Longest nickname, in UTF-16 code units after trimming. */
  maxNicknameLength: 24,
  /** Longest chat message, in UTF-16 code units after trimming. */
  maxTextLength: 280,
  /** Least time between two messages of one guest, in milliseconds. */
  messageIntervalMs: 1000,
} as const;
