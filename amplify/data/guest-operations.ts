/** The operations of guests. */
import { a } from '@aws-amplify/backend';
import { counts } from './counts';

export const guestOperations = {
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
    // Without `endsAt`, the round has the length of `limits.ts`. The tally counts what was cast until the stored end and in the
    // grace period after it.
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
};
