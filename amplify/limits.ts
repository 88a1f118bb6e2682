/** Every limit of the show. The browser imports this file to warn early. The resolvers enforce the limits. */

export const limits = {
  /** Length of a round in seconds, unless a host has chosen another. Rounds start at multiples of it. Must divide 60. */
  roundSeconds: 10,
  /** Lengths of rounds in seconds among which a host can choose: multiples of `roundSeconds`. Each divides 60. */
  roundSecondsChoices: [10, 20, 30, 60],
  /**
   * How long before the end of a round the pages close voting to show the result, in seconds; in short rounds a quarter of
   * the round. The server accepts votes until the end and its grace period.
   */
  resultSeconds: 2.5,
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
  /** Minimum time between two messages of one guest, in milliseconds. A host can slow this down. */
  messageIntervalMs: 1000,
  /** Over how many partition keys the counts of a round are spread. Summing a round takes a query for each. */
  partsPerRound: 4,
  /** The maximum number of chat rooms, which are numbered from 0. */
  maxRooms: 8192,
  /** How many past rounds `recentRounds` returns. */
  recentRounds: 8,
  /** How long a round and its result are kept, in seconds. */
  roundRetentionSeconds: 2_592_000,
  /** How long the counts of each shard of a round are kept, in seconds. */
  shardRetentionSeconds: 86_400,
  /** How many removed messages the pages know. Pages that were offline remove those when they return. */
  removedMessages: 30,
  /** How long ballots and the times of last messages are kept, in seconds. After the round they only guard against replays. */
  ballotRetentionSeconds: 3600,
};

/** Limits of moderation and of what operators can set. The pages of the audience load none of them. */
export const hostLimits = {
  /** The slowest slow mode, in seconds between two messages of one guest. */
  maxSlowModeSeconds: 60,
  /** Minimum time between two reports of one guest, in milliseconds. */
  reportIntervalMs: 2000,
  /** The maximum number of reports of one guest, so that few can fill the list with made-up ones. */
  maxReportsPerGuest: 20,
  /** The maximum number of guests who are counted in a report. */
  maxReporters: 100,
  /** The maximum time for which a host can mute a sender, in seconds. */
  maxMuteSeconds: 86_400,
  /** The maximum number of blocked words, and the maximum length of each in UTF-16 code units. */
  maxBlockedWords: 200,
  maxBlockedWordLength: 40,
  /** The maximum number of movies in a playlist. */
  maxPlaylistEntries: 100,
  /** The maximum length of the text of a search for movies, in UTF-16 code units. */
  maxSearchLength: 100,
  /** How many reports and actions of operators a query returns. */
  hostListLength: 100,
  /** How long reports are kept, in seconds. */
  reportRetentionSeconds: 86_400,
  /** How long the actions of operators are kept, in seconds. */
  actionRetentionSeconds: 2_592_000,
  /** The maximum lengths of a playlist, in UTF-16 code units: of ids, titles and synopses, and of its whole JSON text. */
  maxIdLength: 64,
  maxTitleLength: 200,
  maxSynopsisLength: 2000,
  maxPlaylistLength: 100_000,
  /** How many rounds a page of `rounds` has. */
  roundsPerPage: 200,
  /** The maximum length of an argument in a recorded action, in UTF-16 code units of its JSON text. */
  maxDetailLength: 500,
};

export type Limits = typeof limits;
export type HostLimits = typeof hostLimits;

/**
 * Returns the limits as the resolvers' environment variables, as JSON. The value of a variable has at most 512 characters.
 *
 * @param roundSeconds the length of a round until an operator changes it
 */
export function limitVariables(roundSeconds = limits.roundSeconds): Record<'LIMITS' | 'HOST_LIMITS', string> {
  return { LIMITS: JSON.stringify({ ...limits, roundSeconds }), HOST_LIMITS: JSON.stringify(hostLimits) };
}

/** The maximum number of voters in a chat room, as long as there are fewer rooms than `limits.maxRooms`. */
export const votersPerRoom = 90;

/** A value by the number of voters: `[voters, value]`, in ascending order. */
export type ByVoters = readonly (readonly [voters: number, value: number])[];

/**
 * What becomes rarer as the audience grows, because each message goes to every viewer and each call is billed. Between
 * two points a value grows linearly; before the first and after the last it is constant.
 */
export const pace = {
  /** Minimum time between two publications of a round's totals, in milliseconds. */
  publishIntervalMs: [
    [30, 10],
    [50, 260],
    [100, 280],
    [500, 330],
    [1000, 500],
    [50_000, 1000],
    [500_000, 2300],
  ],
  /** How long a page holds votes after the first one of a category, to send them together, in milliseconds. */
  holdMs: [
    [1000, 2250],
    [50_000, 3500],
    [500_000, 5000],
  ],
  /** Time between two snapshots that a page without a real-time connection requests within a round, in milliseconds. */
  pollMs: [
    [1000, 3000],
    [100_000, 6000],
    [1_000_000, 10_000],
  ],
  /** Over which time such pages spread their request after the start of a round, in milliseconds. */
  roundPollSpreadMs: [
    [100_000, 1000],
    [1_000_000, 3000],
  ],
  /** Over which time pages spread the votes that they hold at the close of voting, in milliseconds. */
  endSpreadMs: [
    [1000, 300],
    [50_000, 800],
    [500_000, 1200],
  ],
} satisfies Record<string, ByVoters>;
