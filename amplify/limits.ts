/**
 * Every limit of the show, in one place. The browser imports this file to warn early; the resolvers,
 * which decide, receive the same object as the AppSync environment variable `LIMITS` (see `backend.ts`).
 */
export const limits = {
  /** Length of a round in seconds; must divide 60, since rounds are cut by the wall clock. */
  roundSeconds: 10,
  /** How long after its end a round still takes votes, in seconds: a vote cast in time may arrive late. */
  graceSeconds: 2,
  /** Most votes that one guest may give a category in one round. */
  maxVotesPerCategory: 100,
  /** Longest nickname, in UTF-16 code units after trimming. */
  maxNicknameLength: 24,
  /** Longest chat message, in UTF-16 code units after trimming. */
  maxTextLength: 280,
  /** How many characters of the identity id's end a message carries as its sender: who knows all can take its credentials. */
  senderLength: 12,
  /** Least time between two messages of one guest, in milliseconds. */
  messageIntervalMs: 1000,
  /**
   * Least time between two publishes of a round's scores, in milliseconds; it grows with the square of the voters up to
   * `maxPublishIntervalVoters`. Each publish goes to every viewer and is paid per delivery: a small house votes seldom and
   * sees each vote at once; from so many voters on, a screen gets four messages a second.
   */
  minPublishIntervalMs: 10,
  maxPublishIntervalMs: 250,
  maxPublishIntervalVoters: 100,
  /** How many of the rounds just shown a screen asks for. */
  recentRounds: 8,
  /** How long a round is kept, in seconds. */
  roundRetentionSeconds: 86_400,
  /** How long a ballot and a chat throttle are kept, in seconds; past the round they only guard against replays. */
  ballotRetentionSeconds: 3600,
};

export type Limits = typeof limits;
