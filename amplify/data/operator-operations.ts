/** The operations of operators. `requireOperator.js` and `recordAction.js`, which writes who does what, refuse everybody else. */
import { a } from '@aws-amplify/backend';
import { movieSearchSource } from '../functions/movie-search/resource';

export const operatorOperations = {
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

  // Takes a report from the list of all operators, or brings it back.
  setReportClosed: a
    .mutation()
    .arguments({ id: a.string().required(), isClosed: a.boolean().required() })
    .returns(a.boolean().required())
    .handler([
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/recordAction.js' }),
      a.handler.custom({ dataSource: a.ref('Report'), entry: './resolvers/setReportClosed.js' }),
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
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/muteSender.list.js' }),
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
      a.handler.custom({ entry: './resolvers/requireOperator.js' }),
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/latestRound.js' }),
      a.handler.custom({ dataSource: a.ref('Show'), entry: './resolvers/readShow.js' }),
      a.handler.custom({ entry: './resolvers/showState.js' }),
      a.handler.custom({ dataSource: a.ref('Playlist'), entry: './resolvers/hostView.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // The open reports, newest first.
  reports: a
    .query()
    .returns(a.ref('ReportedMessage').required().array().required())
    .handler([
      a.handler.custom({ entry: './resolvers/requireOperator.js' }),
      a.handler.custom({ dataSource: a.ref('Report'), entry: './resolvers/reports.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Who cannot write now.
  mutes: a
    .query()
    .returns(a.ref('Mute').required().array().required())
    .handler([
      a.handler.custom({ entry: './resolvers/requireOperator.js' }),
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/mutes.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // The last actions of operators, newest first.
  hostActions: a
    .query()
    .returns(a.ref('RecordedAction').required().array().required())
    .handler([
      a.handler.custom({ entry: './resolvers/requireOperator.js' }),
      a.handler.custom({ dataSource: a.ref('HostAction'), entry: './resolvers/hostActions.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // The rounds that started in `[from, to)`, in seconds since the epoch, oldest first.
  rounds: a
    .query()
    .arguments({ from: a.integer().required(), to: a.integer().required(), nextToken: a.string() })
    .returns(a.ref('RoundPage').required())
    .handler([
      a.handler.custom({ entry: './resolvers/requireOperator.js' }),
      a.handler.custom({ dataSource: a.ref('Round'), entry: './resolvers/rounds.js' }),
      a.handler.custom({ entry: './resolvers/roundResults.js' }),
    ])
    .authorization((allow) => allow.group('operators')),

  // Movies whose title contains a text, from TMDB if there is a key, and from the catalogue.
  searchMovies: a
    .query()
    .arguments({ text: a.string().required() })
    .returns(a.ref('Movie').required().array().required())
    .handler([
      a.handler.custom({ entry: './resolvers/requireOperator.js' }),
      a.handler.custom({ dataSource: movieSearchSource, entry: './resolvers/searchMovies.js' }),
    ])
    .authorization((allow) => allow.group('operators')),
};
