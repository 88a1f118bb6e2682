/** The tables. Every generated operation is disabled. */
import { a } from '@aws-amplify/backend';
import { perFavourite } from '../favourite';
import { counts } from './counts';

export const tables = {
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

  // What the operators have set, without the playlist. The only row is missing until the first change; missing values have
  // the defaults of `limits.ts`.
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
      // The version of the list: it rises with each removed and each restored message.
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

  // What guests have reported of a message. Messages are not stored, so a report says what was in the message. Reports of
  // the same message that say different things are in different rows, so nobody can change or hide those of others.
  Report: a
    .model({
      show: a.string().required(),
      // The message with its sender and texts, as JSON.
      id: a.string().required(),
      messageId: a.string().required(),
      sender: a.string().required(),
      nickname: a.string().required(),
      text: a.string().required(),
      reporters: a.string().required().array().required(),
      reportedAt: a.float().required(),
      // When an operator closed the report, in milliseconds since the epoch. Missing while it is open.
      closedAt: a.float(),
      expiresAt: a.integer().required(),
    })
    .identifier(['show', 'id'])
    .disableOperations(['queries', 'mutations', 'subscriptions'])
    .authorization((allow) => allow.group('operators')),

  // What operators have done. The partition `<show>#mutes` has the last mute of each sender instead: the sender as the id, no
  // operator, and the mute as the detail.
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
};
