/**
 * Every limit of the show. The browser imports this file to warn early. The resolvers, which enforce the limits,
 * receive the same object in the AppSync environment variable `LIMITS` (see `backend.ts`).
 */
export const limits = {
  /** Length of a round in seconds. Must divide 60, since rounds are aligned to the wall clock. */
  roundSeconds: 10,
  /** Grace period: how long after its end a round still accepts votes, in seconds. Votes may arrive late. */
  graceSeconds: 2,
  /** Maximum votes of one guest per category and round. */
  maxVotesPerCategory: 100,
  /** Maximum length of a nickname, in UTF-16 code units after cleaning (see `chat-text.ts`). */
  maxNicknameLength: 24,
  /** Maximum length of a chat message, in UTF-16 code units after cleaning. */
  maxTextLength: 280,
  /** How many times its maximum length a text may have before it is cleaned. */
  uncleanedLengthFactor: 4,
  /**
   * How many of the last characters of the identity id identify the sender. The whole id would give access to its
   * credentials.
   */
  senderLength: 12,
  /** Minimum time between two messages of one guest, in milliseconds. */
  messageIntervalMs: 1000,
  /**
   * Minimum time between two publications of a round's scores, in milliseconds. It grows with the square of the voters
   * up to `maxPublishIntervalVoters`, because every publication is sent to every viewer and billed per delivery. A
   * small audience sees each vote at once; a large one gets four updates per second.
   */
  minPublishIntervalMs: 10,
  maxPublishIntervalMs: 250,
  maxPublishIntervalVoters: 100,
  /** How many past rounds `recentRounds` returns. */
  recentRounds: 8,
  /** How long a round is kept, in seconds. */
  roundRetentionSeconds: 86_400,
  /** How long ballots and the times of last messages are kept, in seconds. After the round they only guard against replays. */
  ballotRetentionSeconds: 3600,
};

export type Limits = typeof limits;
