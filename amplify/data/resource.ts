/**
 * The API: tables with every generated operation disabled, and custom operations.
 *
 * The authorization rules below put `@aws_iam` on every field. The IAM statements in `backend.ts` define which role may
 * call which field. The schema builder has no rule for IAM alone on custom resolvers, so the tokens of operators are
 * accepted too. They may only watch: the resolvers of all mutations, and of the queries for operators, refuse them.
 */
import { a, defineData, type ClientSchema } from '@aws-amplify/backend';
import { perFavourite } from '../favourite';
import { movieSearchSource } from '../functions/movie-search/resource';
import { categories, perCategory } from '../show';

const counts = perCategory(() => a.integer().required());

const schema = a.schema({
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

  // Tables.

  Round: a
    .model({
      show: a.string().required(),
      startsAt: a.integer().required(),
      endsAt: a.integer().required(),
      movie: a.ref('Movie').required(),
      upcoming: a.ref('Movie').required(),
      startedBy: a.string(),
      // The entry of the playlist that was played last, in this round or before.
      playlistEntry: a.string(),
      // The voters of the round before, and the number of chat rooms.
      expectedVoters: a.integer(),
      rooms: a.integer(),
      // The totals that were published last.
      ...counts,
      voters: a.integer().required(),
      favourites: a.ref('Favourites'),
      expiresAt: a.integer().required(),
    })
    .identifier(['show', 'startsAt'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  // What is counted of a round in one shard of the stream of `Ballot`.
  RoundShard: a
    .model({
      part: a.string().required(),
      shard: a.string().required(),
      ...counts,
      // DynamoDB cannot add to the members of an object. Missing in rows of older versions.
      ...perFavourite(() => a.integer()),
      voters: a.integer().required(),
      // The last counted sequence number, zero-padded.
      watermark: a.string().required(),
      expiresAt: a.integer().required(),
    })
    .identifier(['part', 'shard'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  PublishLease: a
    .model({
      roundId: a.string().required(),
      publishedAt: a.float(),
      claimedBy: a.string(),
      claimedAt: a.float(),
      voters: a.integer(),
      expiresAt: a.integer().required(),
    })
    .identifier(['roundId'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  Ballot: a
    .model({
      id: a.id().required(),
      roundId: a.string().required(),
      ...counts,
      // When the totals last rose, in seconds since the epoch. Missing in rows of older versions.
      castAt: a.integer(),
      expiresAt: a.integer().required(),
    })
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  CategoryRecord: a
    .model({
      show: a.string().required(),
      // A string: rows of another version of the app may have other categories.
      category: a.string().required(),
      // By how many guests the record counts; missing in records of older versions, which counted votes.
      voters: a.integer(),
      votes: a.integer().required(),
      title: a.string().required(),
      poster: a.string().required(),
      // The start of its round. Missing in records of older versions.
      roundStartsAt: a.integer(),
    })
    .identifier(['show', 'category'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  // What limits a guest, by the `sender` of the guest's messages. Mutes end at `mutedUntil`, in seconds since the epoch.
  ChatThrottle: a
    .model({
      id: a.id().required(),
      sentAt: a.float(),
      reportedAt: a.float(),
      reports: a.integer(),
      mutedUntil: a.integer(),
      expiresAt: a.integer().required(),
    })
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  // What the operators have set, without the playlist. The only row is missing until the first change; missing values have the defaults of
  // `limits.ts`.
  Show: a
    .model({
      show: a.string().required(),
      version: a.integer().required(),
      isPaused: a.boolean(),
      endedRound: a.string(),
      endedAt: a.integer(),
      roundSeconds: a.integer(),
      isChatOpen: a.boolean(),
      slowModeSeconds: a.integer(),
      blockedWords: a.string().required().array(),
      pinned: a.ref('PinnedMessage'),
      removedMessages: a.string().required().array(),
      // How often messages were removed or restored.
      removals: a.integer(),
      stageChat: a.ref('StageChat'),
      areVotesHidden: a.boolean(),
      leaderboardResetAt: a.integer(),
    })
    .identifier(['show'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  // The only row is missing until an operator sets a playlist. It may have 80 KB, so it is not in the row of `Show`, which
  // every message and every snapshot reads.
  Playlist: a
    .model({
      show: a.string().required(),
      entries: a.ref('PlaylistEntry').required().array().required(),
      isRepeating: a.boolean().required(),
    })
    .identifier(['show'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  // A message that guests have reported. Messages are not stored, so its texts are what the first of them sent.
  Report: a
    .model({
      show: a.string().required(),
      messageId: a.string().required(),
      sender: a.string().required(),
      nickname: a.string().required(),
      text: a.string().required(),
      reporters: a.string().required().array().required(),
      reportedAt: a.float().required(),
      expiresAt: a.integer().required(),
    })
    .identifier(['show', 'messageId'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  // What operators have done.
  HostAction: a
    .model({
      show: a.string().required(),
      // The time in milliseconds since the epoch, and a unique suffix.
      id: a.string().required(),
      operator: a.string().required(),
      action: a.string().required(),
      // The arguments, as JSON.
      detail: a.string().required(),
      expiresAt: a.integer().required(),
    })
    .identifier(['show', 'id'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

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

  Mute: a.customType({ sender: a.string().required(), mutedUntil: a.integer().required() }),

  RoundPage: a.customType({
    rounds: a.ref('RoundResult').required().array().required(),
    nextToken: a.string(),
  }),

  // Guests.

  snapshot: a
    .query()
    .returns(a.ref('Snapshot').required())
    .handler([
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/latestRound.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/readShow.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
      a.handler.custom({ dataSource: a.ref('CategoryRecord'), entry: './resolvers/snapshot.leaderboard.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // The app's server asks for them on behalf of all pages. Pages from before that ask themselves.
  recentRounds: a
    .query()
    .returns(a.ref('RoundResult').required().array().required())
    .handler([
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/recentRounds.js' }),
      a.handler.custom({ entry: './resolvers/roundResults.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  castVotes: a
    .mutation()
    // Without `endsAt`, the round has the length of `limits.ts`. The tally counts only what was cast before the stored end.
    .arguments({ roundId: a.string().required(), ...counts, endsAt: a.integer() })
    .returns(a.ref('BallotReceipt').required())
    .handler(a.handler.custom({ dataSource: a.ref('Ballot'), entry: './resolvers/castVotes.js' }))
    .authorization((allow) => allow.group('operators')),

  sendMessage: a
    .mutation()
    // Pages that are older than the rooms name none, and are in room 0.
    .arguments({ nickname: a.string().required(), text: a.string().required(), room: a.integer() })
    .returns(a.ref('Message'))
    .handler([
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/sendMessage.room.js' }),
      a.handler.custom({ entry: './resolvers/cleanTexts.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/sendMessage.accept.js' }),
      a.handler.custom({ dataSource: a.ref('ChatThrottle'), entry: './resolvers/sendMessage.throttle.js' }),
      a.handler.custom({ entry: './resolvers/sendMessage.deliver.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  onRound: a
    .subscription()
    .for(a.ref('startRound'))
    .handler(a.handler.custom({ entry: './resolvers/subscribe.js' }))
    .authorization((allow) => allow.group('operators')),

  onScores: a
    .subscription()
    .for(a.ref('publishScores'))
    .handler(a.handler.custom({ entry: './resolvers/subscribe.js' }))
    .authorization((allow) => allow.group('operators')),

  onMessage: a
    .subscription()
    .for(a.ref('sendMessage'))
    .arguments({ room: a.integer() })
    .handler(a.handler.custom({ entry: './resolvers/onMessage.js' }))
    .authorization((allow) => allow.group('operators')),

  onShow: a
    .subscription()
    .for([
      a.ref('setPaused'),
      a.ref('skipMovie'),
      a.ref('changeSettings'),
      a.ref('setPlaylist'),
      a.ref('setMessageRemoved'),
      a.ref('pinMessage'),
      a.ref('resetLeaderboard'),
    ])
    .handler(a.handler.custom({ entry: './resolvers/subscribe.js' }))
    .authorization((allow) => allow.group('operators')),

  reportMessage: a
    .mutation()
    .arguments({
      messageId: a.string().required(),
      sender: a.string().required(),
      nickname: a.string().required(),
      text: a.string().required(),
    })
    .returns(a.boolean().required())
    .handler([
      a.handler.custom({ entry: './resolvers/cleanTexts.js' }),
      a.handler.custom({ dataSource: a.ref('ChatThrottle'), entry: './resolvers/reportMessage.throttle.js' }),
      a.handler.custom({ dataSource: a.ref('Report'), entry: './resolvers/reportMessage.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Operators. `recordAction.js` refuses everybody else, and writes who does what.

  setPaused: a
    .mutation()
    .arguments({ isPaused: a.boolean().required() })
    .returns(a.ref('ShowState'))
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/latestRound.js' }),
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/endRound.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/setPaused.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Ends the round. The next movie follows at the next boundary.
  skipMovie: a
    .mutation()
    .returns(a.ref('ShowState'))
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/latestRound.js' }),
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/endRound.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/skipMovie.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Changes the settings that are given.
  changeSettings: a
    .mutation()
    .arguments({
      roundSeconds: a.integer(),
      isChatOpen: a.boolean(),
      slowModeSeconds: a.integer(),
      blockedWords: a.string().required().array(),
      stageChat: a.ref('StageChat'),
      areVotesHidden: a.boolean(),
    })
    .returns(a.ref('ShowState'))
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/changeSettings.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Replaces the playlist. Without entries, movies are drawn at random.
  setPlaylist: a
    .mutation()
    .arguments({ entries: a.ref('PlaylistEntry').required().array().required(), isRepeating: a.boolean().required() })
    .returns(a.ref('ShowState'))
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('Playlist'), entry: './resolvers/setPlaylist.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/setPlaylist.show.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  setMessageRemoved: a
    .mutation()
    .arguments({ messageId: a.string().required(), isRemoved: a.boolean().required() })
    .returns(a.ref('ShowState'))
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/readShow.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/setMessageRemoved.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Without a message, nothing is pinned.
  pinMessage: a
    .mutation()
    .arguments({ message: a.ref('PinnedMessage') })
    .returns(a.ref('ShowState'))
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ entry: './resolvers/cleanTexts.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/pinMessage.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Lets a sender write again after this many seconds; 0 ends a mute.
  muteSender: a
    .mutation()
    .arguments({ sender: a.string().required(), nickname: a.string().required(), seconds: a.integer().required() })
    .returns(a.ref('Mute').required())
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('ChatThrottle'), entry: './resolvers/muteSender.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  resetLeaderboard: a
    .mutation()
    .returns(a.ref('ShowState'))
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/resetLeaderboard.js' }),
      a.handler.custom({ dataSource: a.ref('CategoryRecord'), entry: './resolvers/resetLeaderboard.records.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  hostView: a
    .query()
    .returns(a.ref('HostView').required())
    .handler([
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/latestRound.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/readShow.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
      a.handler.custom({ dataSource: a.ref('Playlist'), entry: './resolvers/hostView.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // The messages that guests have reported, the last ones first.
  reports: a
    .query()
    .returns(a.ref('ReportedMessage').required().array().required())
    .handler(a.handler.custom({ dataSource: a.ref('Report'), entry: './resolvers/reports.js' }))
    .authorization((allow) => allow.group('operators')),

  // The last actions of operators, newest first.
  hostActions: a
    .query()
    .returns(a.ref('RecordedAction').required().array().required())
    .handler(a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/hostActions.js' }))
    .authorization((allow) => allow.group('operators')),

  // The rounds that started in `[from, to)`, in seconds since the epoch, oldest first.
  rounds: a
    .query()
    .arguments({ from: a.integer().required(), to: a.integer().required(), nextToken: a.string() })
    .returns(a.ref('RoundPage').required())
    .handler([
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/rounds.js' }),
      a.handler.custom({ entry: './resolvers/roundResults.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Movies whose title contains a text, from TMDB if there is a key, and from the catalogue.
  searchMovies: a
    .query()
    .arguments({ text: a.string().required() })
    .returns(a.ref('Movie').required().array().required())
    .handler(a.handler.custom({ dataSource: movieSearchSource, entry: './resolvers/searchMovies.js' }))
    .authorization((allow) => allow.group('operators')),

  // The backend's own functions.

  startRound: a
    .mutation()
    .arguments({
      startsAt: a.integer().required(),
      movie: a.ref('Movie').required(),
      upcoming: a.ref('Movie').required(),
      // Identifies the caller's run, which may repeat a call.
      run: a.string(),
      expectedVoters: a.integer(),
      rooms: a.integer(),
      // The length in seconds. The runs of older versions do not send it.
      roundSeconds: a.integer(),
      playlistEntry: a.string(),
    })
    .returns(a.ref('CurrentRound'))
    .handler(a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/startRound.js' }))
    .authorization((allow) => allow.group('operators')),

  publishScores: a
    .mutation()
    .arguments({ scores: a.ref('Scores').required() })
    .returns(a.ref('ScoresUpdate'))
    .handler(a.handler.custom({ entry: './resolvers/publishScores.js' }))
    .authorization((allow) => allow.group('operators')),
});

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: 'identityPool' },
  // One or two lines per request without what users sent: about $0.60 per million requests, which cost $4 in AppSync.
  logging: { fieldLogLevel: 'error', excludeVerboseContent: true, retention: '1 month' },
});
