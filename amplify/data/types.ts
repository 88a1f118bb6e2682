/** The types of arguments and results. */
import { a } from '@aws-amplify/backend';
import { categories } from '../show';
import { counts } from './counts';

export const types = {
  Category: a.enum(categories),

  Movie: a.customType({
    id: a.string().required(),
    title: a.string().required(),
    releaseDate: a.string().required(),
    synopsis: a.string().required(),
    poster: a.string().required(),
    source: a.string().required(),
  }),

  StageChat: a.enum(['all', 'pinned', 'none']),

  PlaylistEntry: a.customType({
    // Unique in the playlist, in which a movie may stand more than once.
    id: a.string().required(),
    movie: a.ref('Movie').required(),
  }),

  PinnedMessage: a.customType({
    id: a.string().required(),
    nickname: a.string().required(),
    text: a.string().required(),
    isHost: a.boolean(),
  }),

  // How many guests have a category as their favourite: the one with most of their votes.
  Favourites: a.customType(counts),

  // Results of the operations. A mutation with a subscription has a nullable result, because the resolver of the
  // subscription must return null when a client subscribes.

  CurrentRound: a.customType({
    roundId: a.string().required(),
    startsAt: a.integer().required(),
    endsAt: a.integer().required(),
    movie: a.ref('Movie').required(),
    nextPoster: a.string().required(),
    // Missing in rounds that an older version of the app has started.
    expectedVoters: a.integer(),
    rooms: a.integer(),
  }),

  Scores: a.customType({
    roundId: a.string().required(),
    ...counts,
    voters: a.integer().required(),
    favourites: a.ref('Favourites'),
  }),

  LeaderboardEntry: a.customType({
    category: a.ref('Category').required(),
    voters: a.integer(),
    votes: a.integer().required(),
    title: a.string().required(),
    poster: a.string().required(),
  }),

  ScoresUpdate: a.customType({
    scores: a.ref('Scores').required(),
    // Empty. Pages that are older than records by people select it.
    leaders: a.ref('LeaderboardEntry').required().array().required(),
  }),

  // What everybody sees of `Show`.
  ShowState: a.customType({
    // Rises with every change.
    version: a.integer().required(),
    isPaused: a.boolean().required(),
    // The last round that a host has ended early, and when, in seconds since the epoch.
    endedRound: a.string(),
    endedAt: a.integer(),
    // The length of the rounds that start from now on.
    roundSeconds: a.integer().required(),
    isChatOpen: a.boolean().required(),
    slowModeSeconds: a.integer().required(),
    pinned: a.ref('PinnedMessage'),
    // The ids of the last removed messages.
    removedMessages: a.string().required().array().required(),
    stageChat: a.ref('StageChat').required(),
    // Whether pages show votes only after the end of a round.
    areVotesHidden: a.boolean().required(),
    leaderboardResetAt: a.integer(),
  }),

  Snapshot: a.customType({
    round: a.ref('CurrentRound'),
    scores: a.ref('Scores'),
    leaders: a.ref('LeaderboardEntry').required().array().required(),
    // Missing in snapshots of older versions.
    show: a.ref('ShowState'),
    serverTime: a.float().required(),
  }),

  RoundResult: a.customType({
    roundId: a.string().required(),
    title: a.string().required(),
    poster: a.string().required(),
    ...counts,
    voters: a.integer().required(),
    favourites: a.ref('Favourites'),
  }),

  BallotReceipt: a.customType({ roundId: a.string().required(), ...counts }),

  Message: a.customType({
    // `<room>:<uuid>`, by which subscriptions are filtered.
    id: a.string().required(),
    nickname: a.string().required(),
    text: a.string().required(),
    sender: a.string().required(),
    sentAt: a.float().required(),
    isHost: a.boolean(),
  }),

  HostView: a.customType({
    show: a.ref('ShowState').required(),
    playlist: a.ref('PlaylistEntry').required().array().required(),
    isPlaylistRepeating: a.boolean().required(),
    // The entry that was played last.
    playedEntry: a.string(),
    blockedWords: a.string().required().array().required(),
  }),

  ReportedMessage: a.customType({
    id: a.string().required(),
    messageId: a.string().required(),
    sender: a.string().required(),
    nickname: a.string().required(),
    text: a.string().required(),
    reports: a.integer().required(),
    reportedAt: a.float().required(),
  }),

  RecordedAction: a.customType({
    id: a.string().required(),
    operator: a.string().required(),
    action: a.string().required(),
    detail: a.string().required(),
  }),

  Mute: a.customType({
    sender: a.string().required(),
    nickname: a.string().required(),
    mutedUntil: a.integer().required(),
  }),

  RoundPage: a.customType({
    rounds: a.ref('RoundResult').required().array().required(),
    nextToken: a.string(),
  }),
};
