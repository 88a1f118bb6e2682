/**
 * The API: four tables with every generated operation disabled, and custom operations.
 *
 * The authorization rules below put `@aws_iam` on every field. The IAM statements in `backend.ts` define which role may
 * call which field. The schema builder has no rule for IAM alone on custom resolvers, so callers with a user pool token
 * are accepted too. They may query and subscribe, but the resolver of every mutation refuses them.
 */
import { a, defineData, type ClientSchema } from '@aws-amplify/backend';
import { categories, type Category } from '../show';

const counts = {
  love: a.integer().required(),
  like: a.integer().required(),
  meh: a.integer().required(),
  unknown: a.integer().required(),
  hate: a.integer().required(),
} satisfies Record<Category, unknown>;

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

  // Tables.

  Round: a
    .model({
      show: a.string().required(),
      startsAt: a.integer().required(),
      // `startRound` writes this. Votes may be counted before.
      endsAt: a.integer(),
      movie: a.ref('Movie'),
      upcoming: a.ref('Movie'),
      startedBy: a.string(),
      ...counts,
      voters: a.integer().required(),
      firsts: a.string().array(),
      lasts: a.string().array(),
      isRecut: a.boolean(),
      publishedAt: a.float(),
      claimedBy: a.string(),
      claimedAt: a.float(),
      expiresAt: a.integer().required(),
    })
    .identifier(['show', 'startsAt'])
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
  }),

  Scores: a.customType({ roundId: a.string().required(), ...counts, voters: a.integer().required() }),

  LeaderboardEntry: a.customType({
    category: a.ref('Category').required(),
    votes: a.integer().required(),
    title: a.string().required(),
    poster: a.string().required(),
  }),

  ScoresUpdate: a.customType({
    scores: a.ref('Scores').required(),
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
  }),

  BallotReceipt: a.customType({ roundId: a.string().required(), ...counts }),

  Message: a.customType({
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
    .authorization((allow) => allow.authenticated()),

  recentRounds: a
    .query()
    .returns(a.ref('RoundResult').required().array().required())
    .handler(a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/recentRounds.js' }))
    .authorization((allow) => allow.authenticated()),

  castVotes: a
    .mutation()
    .arguments({ roundId: a.string().required(), ...counts })
    .returns(a.ref('BallotReceipt').required())
    .handler(a.handler.custom({ dataSource: a.ref('Ballot'), entry: './resolvers/castVotes.js' }))
    .authorization((allow) => allow.authenticated()),

  sendMessage: a
    .mutation()
    .arguments({ nickname: a.string().required(), text: a.string().required() })
    .returns(a.ref('Message'))
    .handler([
      a.handler.custom({ dataSource: a.ref('ChatThrottle'), entry: './resolvers/sendMessage.accept.js' }),
      a.handler.custom({ entry: './resolvers/sendMessage.deliver.js' }),
    ])
    .authorization((allow) => allow.authenticated()),

  onRound: a
    .subscription()
    .for(a.ref('startRound'))
    .handler(a.handler.custom({ entry: './resolvers/subscribe.js' }))
    .authorization((allow) => allow.authenticated()),

  onScores: a
    .subscription()
    .for(a.ref('publishScores'))
    .handler(a.handler.custom({ entry: './resolvers/subscribe.js' }))
    .authorization((allow) => allow.authenticated()),

  onMessage: a
    .subscription()
    .for(a.ref('sendMessage'))
    .handler(a.handler.custom({ entry: './resolvers/subscribe.js' }))
    .authorization((allow) => allow.authenticated()),

  // The backend's own functions.

  startRound: a
    .mutation()
    .arguments({
      startsAt: a.integer().required(),
      movie: a.ref('Movie').required(),
      upcoming: a.ref('Movie').required(),
      // Identifies the caller's run, which may repeat a call.
      run: a.string(),
    })
    .returns(a.ref('CurrentRound'))
    .handler(a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/startRound.js' }))
    .authorization((allow) => allow.group('operators')),

  publishScores: a
    .mutation()
    .arguments({ scores: a.ref('Scores').required(), leaders: a.ref('LeaderboardEntry').required().array().required() })
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
