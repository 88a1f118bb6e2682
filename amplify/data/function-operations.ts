/** The operations of the backend's own functions. */
import { a } from '@aws-amplify/backend';

export const functionOperations = {
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
};
