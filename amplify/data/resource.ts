/**
 * The API: tables with every generated operation disabled, and custom operations.
 *
 * The authorization rules below put `@aws_iam` on every field. The IAM statements in `backend.ts` define which role may
 * call which field. The schema builder has no rule for IAM alone on custom resolvers, so the tokens of operators are
 * accepted too. They may query and subscribe, but the resolver of every mutation refuses them.
 */
import { a, defineData, type ClientSchema } from '@aws-amplify/backend';
import { perFavourite } from '../favourite';
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
    .model({ id: a.id().required(), roundId: a.string().required(), ...counts, expiresAt: a.integer().required() })
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
    })
    .identifier(['show', 'category'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  ChatThrottle: a
    .model({ id: a.id().required(), sentAt: a.float().required(), expiresAt: a.integer().required() })
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

  Snapshot: a.customType({
    round: a.ref('CurrentRound'),
    scores: a.ref('Scores'),
    leaders: a.ref('LeaderboardEntry').required().array().required(),
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
  }),

  // Guests.

  snapshot: a
    .query()
    .returns(a.ref('Snapshot').required())
    .handler([
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/snapshot.round.js' }),
      a.handler.custom({ dataSource: a.ref('CategoryRecord'), entry: './resolvers/snapshot.leaderboard.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // The app's server asks for them on behalf of all pages. Pages from before that ask themselves.
  recentRounds: a
    .query()
    .returns(a.ref('RoundResult').required().array().required())
    .handler(a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/recentRounds.js' }))
    .authorization((allow) => allow.group('operators')),

  castVotes: a
    .mutation()
    .arguments({ roundId: a.string().required(), ...counts })
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
      a.handler.custom({ dataSource: a.ref('ChatThrottle'), entry: './resolvers/sendMessage.accept.js' }),
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
