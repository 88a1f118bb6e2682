import { describe, expect, it } from 'vitest';
import { limits } from '@/amplify/limits';
import { noVotes, show } from '@/amplify/show';
import type { ResolverContext } from 'amplify-local/appsync';
import {
  backendFunction,
  conditionFailed,
  guest,
  identityId,
  nowMs,
  operator,
  operatorToken,
  requestWithTexts,
  resolver,
  roundId,
  sender,
  startsAt,
} from './resolver.fixture';

describe('castVotes', () => {
  const votes = { ...noVotes, love: 2, hate: 1 };
  const request = (args: object, now = nowMs, identity: object = guest) =>
    resolver('castVotes', now).request({ arguments: { roundId, ...votes, ...args }, identity });

  it('writes the running totals of a guest, and when, if one rises and none falls', () => {
    expect(request({})).toMatchObject({
      value: {
        operation: 'UpdateItem',
        key: { id: { S: `${roundId}#${identityId}` } },
        update: { expressionValues: { ':love': { N: 2 }, ':hate': { N: 1 }, ':castAt': { N: startsAt + 3 } } },
        condition: {
          expression:
            'attribute_not_exists(id) OR (#stored_love <= :max_love AND #stored_like <= :max_like AND #stored_meh <= :max_meh AND #stored_unknown <= :max_unknown AND #stored_hate <= :max_hate AND (#stored_love < :max_love OR #stored_like < :max_like OR #stored_meh < :max_meh OR #stored_unknown < :max_unknown OR #stored_hate < :max_hate))',
          expressionNames: { '#stored_love': 'love', '#stored_hate': 'hate' },
          expressionValues: { ':max_love': { N: 2 }, ':max_hate': { N: 1 } },
        },
      },
    });
  });

  it.each([
    ['accepts votes for the round on screen', roundId, nowMs, undefined],
    ['accepts votes in the last millisecond of the round', roundId, (startsAt + 10) * 1000 - 1, undefined],
    ['accepts votes for the previous round within its grace period', roundId, (startsAt + 11) * 1000, undefined],
    ['refuses votes for the previous round after its grace period', roundId, (startsAt + 12) * 1000, 'RoundOver'],
    ['refuses votes for an old round', String(startsAt - 100), nowMs, 'RoundOver'],
    ['refuses votes for a future round', String(startsAt + 10), nowMs, 'RoundOver'],
    ['refuses an invalid round id', 'love', nowMs, 'RoundOver'],
    ['refuses a round id with a sign', `+${roundId}`, nowMs, 'RoundOver'],
    ['refuses a round id with a fraction', `${roundId}.0`, nowMs, 'RoundOver'],
    ['refuses a round id with a zero before it', `0${roundId}`, nowMs, 'RoundOver'],
    ['refuses a round id with a space', `${roundId} `, nowMs, 'RoundOver'],
    ['refuses a time at which no round starts', String(startsAt + 1), nowMs, 'RoundOver'],
  ])('%s', (_, roundId, now, errorType) => {
    expect(request({ roundId }, now).errorType).toBe(errorType);
  });

  it.each([
    ['a longer round', startsAt - 20, startsAt + 10, nowMs, undefined],
    ['a longer round in its grace period', startsAt - 20, startsAt + 10, (startsAt + 12) * 1000 - 1, undefined],
    ['a longer round after its grace period', startsAt - 20, startsAt + 10, (startsAt + 12) * 1000, 'RoundOver'],
    ['a round that was ended early', startsAt, startsAt + 1, nowMs - 1, undefined],
    ['a round that was ended early, after its grace period', startsAt, startsAt + 1, nowMs, 'RoundOver'],
    ['the longest round', startsAt - 20, startsAt + 40, nowMs, undefined],
    ['a round that is longer than any', startsAt - 20, startsAt + 41, nowMs, 'InvalidRound'],
    ['a round of a day', startsAt - 86_400, startsAt + 10, nowMs, 'InvalidRound'],
    ['a round without a length', startsAt, startsAt, nowMs - 2000, 'InvalidRound'],
    ['a round that ends before its start', startsAt + 10, startsAt + 5, nowMs, 'RoundOver'],
    ['a round that is no multiple of ten seconds', startsAt - 5, startsAt + 5, nowMs, 'RoundOver'],
  ])('answers votes for %s from %i to %i', (_, startsAt, endsAt, now, errorType) => {
    expect(request({ roundId: String(startsAt), endsAt }, now).errorType).toBe(errorType);
  });

  it('stores an expiry that does not depend on the end, which a caller could vary', () => {
    const endsAt = startsAt + 30;
    expect(request({ endsAt }).value).toEqual(request({ endsAt: null }).value);
  });

  it.each([
    ['a negative count', { love: -1 }],
    ['more than the maximum', { love: limits.maxVotesPerCategory + 1 }],
    ['a ballot without votes', noVotes],
  ])('refuses %s', (_, args) => {
    expect(request(args).errorType).toBe('InvalidVotes');
  });

  it.each([
    ['without an identity', {}],
    ['that sends the token of an operator', operatorToken],
  ])('refuses a caller %s', (_, identity) => {
    expect(request({}, nowMs, identity).errorType).toBe('Unauthorized');
  });

  it('returns the stored ballot to a delayed request with lower totals', () => {
    const standing = { roundId, ...votes };
    const { value, errorType } = resolver('castVotes').response({ error: conditionFailed, result: standing });
    expect(errorType).toBeUndefined();
    expect(value).toEqual(standing);
  });

  it('passes on any other error', () => {
    const failure = { message: 'Throughput exceeds', type: 'DynamoDB:ProvisionedThroughputExceededException' };
    expect(resolver('castVotes').response({ error: failure, result: null }).errorType).toBe(failure.type);
  });
});

describe('sendMessage', () => {
  const request = (args: object, identity: object = guest) =>
    requestWithTexts('sendMessage.accept', { arguments: { nickname: 'Ada', text: 'Hello', ...args }, identity });

  const throttle = (stash: Record<string, unknown>) =>
    resolver('sendMessage.throttle').request({ identity: guest, stash });

  it('accepts one message per second', () => {
    expect(throttle(request({}).stash).value).toMatchObject({
      operation: 'UpdateItem',
      key: { id: { S: sender } },
      condition: { expressionValues: { ':earlier': { N: nowMs - limits.messageIntervalMs } } },
    });
  });

  it.each([
    ['an empty message', { text: '   ' }, 'The message is empty.'],
    ['a blank message', { text: '\u2800' }, 'The message is empty.'],
    ['a message that is too long', { text: 'x'.repeat(281) }, 'A message must have at most 280 characters.'],
    ['a blank nickname', { nickname: '\u3164' }, 'The nickname is empty.'],
    ['a nickname that is too long', { nickname: 'x'.repeat(25) }, 'A nickname must have at most 24 characters.'],
    [
      'more than four combining marks on a character',
      { text: `Z${'\u0310'.repeat(5)}` },
      'The message has too many combining marks, or starts with one.',
    ],
  ])('refuses %s', (_, args, message) => {
    expect(request(args)).toMatchObject({ errorType: 'InvalidMessage', message });
  });

  it.each([
    ['without an identity', {}],
    ['that sends the token of an operator', operatorToken],
  ])('refuses a caller %s', (_, identity) => {
    expect(request({}, identity).errorType).toBe('Unauthorized');
  });

  it('names the limit to a guest who sends too soon', () => {
    const answer = resolver('sendMessage.throttle').response({ error: conditionFailed, result: { sentAt: nowMs } });
    const message = `Messages must be ${limits.messageIntervalMs / 1000} s apart. Wait a moment, then try again.`;
    expect(answer).toMatchObject({ errorType: 'SlowDown', message });
  });

  const anyString: unknown = expect.any(String);

  it('delivers clean texts with the end of the identity id, never the whole id', () => {
    const { stash } = request({ text: '  Hello\u202e ', nickname: ' A\u200bda ' });
    const { value } = resolver('sendMessage.deliver').request({ stash });
    expect(value).toEqual({
      payload: { id: anyString, nickname: 'Ada', text: 'Hello', sender, sentAt: nowMs, isHost: false },
    });
  });

  it.each([
    ['room 0', {}, 0],
    ['room 0', { room: null }, 0],
    ['room 12', { room: 12 }, 12],
  ])('delivers to %s for the arguments %o', (_, args, room) => {
    const id: unknown = expect.stringMatching(new RegExp(`^${room}:[0-9a-f-]{36}$`));
    expect(request(args).stash).toMatchObject({ message: { id } });
  });
});

describe('the room of a message', () => {
  const request = (room?: number | null) =>
    resolver('sendMessage.room').request({ arguments: { room }, identity: guest, stash: {} });
  const respond = (room: number, ...items: object[]) =>
    resolver('sendMessage.room').response({ arguments: { room }, result: { items } });

  it.each([undefined, null, 0])('costs no read if it is %s', (room) => {
    expect(request(room)).toMatchObject({ value: null, earlyReturn: {} });
  });

  it('is compared with the last two rounds', () => {
    expect(request(1)).toMatchObject({
      value: {
        operation: 'Query',
        query: { expressionValues: { ':show': { S: show } } },
        scanIndexForward: false,
        limit: 2,
      },
      earlyReturn: undefined,
    });
  });

  it.each([-1, -(2 ** 31), limits.maxRooms, 2 ** 31 - 1])('is not %i', (room) => {
    expect(request(room)).toMatchObject({
      errorType: 'NoSuchRoom',
      message: `A room is a number from 0 to ${limits.maxRooms - 1}.`,
    });
  });

  it.each<[string, number, object[], string | undefined]>([
    ['exists in the newest round', 7, [{ rooms: 8 }, { rooms: 4 }], undefined],
    ['existed in the round before: screens leave it a moment later', 7, [{ rooms: 4 }, { rooms: 8 }], undefined],
    ['does not exist', 8, [{ rooms: 8 }, { rooms: 8 }], 'NoSuchRoom'],
    ['does not exist in rounds of an older version', 1, [{}, { rooms: null }], 'NoSuchRoom'],
    ['does not exist before the first round', 1, [], 'NoSuchRoom'],
    ['exists although the newest round has only votes', 3, [{ voters: 1 }, { rooms: 4 }], undefined],
  ])('%s', (_, room, rounds, errorType) => {
    expect(respond(room, ...rounds).errorType).toBe(errorType);
  });

  it('is named in the error', () => {
    expect(respond(8, { rooms: 8 })).toMatchObject({ message: 'Room 8 does not exist. The last room is 7.' });
  });

  it('passes on an error of the table', () => {
    const failure = { message: 'Throughput exceeds', type: 'DynamoDB:ProvisionedThroughputExceededException' };
    const answer = resolver('sendMessage.room').response({ arguments: { room: 1 }, error: failure, result: null });
    expect(answer.errorType).toBe(failure.type);
  });
});

const movie = {
  id: 'm',
  title: 'M',
  releaseDate: '1931-05-11',
  synopsis: 's',
  poster: '/m.svg',
  source: 'catalogue',
};

describe('startRound', () => {
  const upcoming = { ...movie, id: 'n', poster: '/n.svg' };
  const request = (args: object, identity: object = backendFunction) =>
    resolver('startRound').request({ arguments: { startsAt, movie, upcoming, ...args }, identity });

  const keepsCountedLove: unknown = expect.stringContaining('#love = if_not_exists(#love, :zero)');

  it('gives a round its movie once and keeps votes that are already counted', () => {
    const { value } = request({});
    expect(value).toMatchObject({
      operation: 'UpdateItem',
      key: { show: { S: show }, startsAt: { N: startsAt } },
      update: {
        expression: keepsCountedLove,
        expressionValues: { ':zero': { N: 0 }, ':endsAt': { N: startsAt + 10 } },
      },
      condition: { expression: 'attribute_not_exists(movie)' },
    });
  });

  it('lets the same run repeat its call, and no other', () => {
    expect(request({ run: 'run-1' }).value).toMatchObject({
      update: { expressionValues: { ':startedBy': { S: 'run-1' } } },
      condition: {
        expression: 'attribute_not_exists(movie) OR startedBy = :run',
        expressionValues: { ':run': { S: 'run-1' } },
      },
    });
  });

  it('refuses callers without IAM credentials, such as operators', () => {
    expect(request({}, operatorToken).errorType).toBe('Unauthorized');
  });

  it.each([
    ['accepts the current round', startsAt, undefined],
    ['refuses the previous round, which is over', startsAt - limits.roundSeconds, 'RoundOver'],
    ['refuses an older round, as of a run that was suspended', startsAt - 7 * limits.roundSeconds, 'RoundOver'],
    ['accepts the next round, for clocks that differ', startsAt + limits.roundSeconds, undefined],
    ['refuses the round after the next', startsAt + 2 * limits.roundSeconds, 'InvalidRound'],
    ['refuses a round far ahead, which would block all rounds until then', 2 ** 31 - 8, 'InvalidRound'],
    ['refuses a time at which no round starts', startsAt + 1, 'InvalidRound'],
  ])('%s', (_, startsAt, errorType) => {
    expect(request({ startsAt }).errorType).toBe(errorType);
  });

  it.each([
    [undefined, 1],
    [null, 1],
    [1, 1],
    [limits.maxRooms, limits.maxRooms],
  ])('stores %s rooms as %i', (rooms, stored) => {
    expect(request({ rooms }).value).toMatchObject({ update: { expressionValues: { ':rooms': { N: stored } } } });
  });

  it.each([0, -1, limits.maxRooms + 1])('refuses %i rooms', (rooms) => {
    expect(request({ rooms })).toMatchObject({
      errorType: 'InvalidRound',
      message: `A round must have from 1 to ${limits.maxRooms} rooms, not ${rooms}.`,
    });
  });

  it('refuses a negative number of voters, which would stop the tally', () => {
    expect(request({ expectedVoters: -1 })).toMatchObject({
      errorType: 'InvalidRound',
      message: 'A round must expect 0 or more voters, not -1.',
    });
  });

  it('says which rounds can start', () => {
    expect(request({ startsAt: startsAt + 1 })).toMatchObject({
      message: 'A round must start at a multiple of 10 seconds, at 1700000010 at the latest, not at 1700000001.',
    });
  });

  it.each(limits.roundSecondsChoices)('starts rounds of %i seconds', (roundSeconds) => {
    const start = (startsAt: number) => request({ startsAt, roundSeconds });
    expect(start(startsAt).value).toMatchObject({
      update: {
        expression: expect.stringContaining('endsAt = if_not_exists(endsAt, :endsAt)') as string,
        expressionValues: { ':endsAt': { N: startsAt + roundSeconds } },
      },
    });
    expect(start(startsAt + 10 - roundSeconds).errorType).toBeUndefined();
    expect(start(startsAt - roundSeconds).errorType).toBe('RoundOver');
    expect(start(startsAt + 10).errorType).toBeUndefined();
    expect(start(startsAt + 20).errorType).toBe('InvalidRound');
    expect(start(startsAt + 1).errorType).toBe('InvalidRound');
  });

  it.each([0, -10, 11, 120])('refuses rounds of %i seconds', (roundSeconds) => {
    expect(request({ roundSeconds })).toMatchObject({
      errorType: 'InvalidRound',
      message: `The seconds of a round must be one of 10, 20, 30, 60, not ${roundSeconds}.`,
    });
  });

  it('stores the entry of the playlist, if there is one', () => {
    expect(request({ playlistEntry: 'e1' }).value).toMatchObject({
      update: { expressionValues: { ':playlistEntry': { S: 'e1' } } },
    });
    expect(JSON.stringify(request({}).value)).not.toContain('playlistEntry');
  });

  it('returns the poster of the next round', () => {
    const result = { startsAt, endsAt: startsAt + 10, movie, upcoming };
    expect(resolver('startRound').response({ arguments: { startsAt }, result }).value).toEqual({
      roundId,
      startsAt,
      endsAt: startsAt + 10,
      movie,
      nextPoster: '/n.svg',
    });
  });

  it('tells a second rotator that the round has already started', () => {
    const { errorType } = resolver('startRound').response({
      arguments: { startsAt },
      error: conditionFailed,
      result: null,
    });
    expect(errorType).toBe('RoundStarted');
  });
});

// AppSync documents names and values per expression, not that they are shared.
describe('every expression declares exactly the placeholders that it uses:', () => {
  const report = {
    messageId: '0:11111111-2222-4333-8444-555555555555',
    sender,
    nickname: 'Eve',
    text: 'Buy this',
    reporter: sender,
  };
  const ended = { endedRound: roundId, endedAt: startsAt };
  const pinned = { version: 1, pinned: { id: 'm' } };

  interface Expression {
    expression: string;
    expressionNames?: Record<string, string>;
    expressionValues?: Record<string, unknown>;
  }

  it.each<[string, Partial<ResolverContext>]>([
    ['castVotes', { arguments: { roundId, ...noVotes, love: 1 }, identity: guest }],
    ['sendMessage.room', { arguments: { room: 1 }, identity: guest, stash: {} }],
    ['sendMessage.throttle', { stash: { message: { sender, sentAt: nowMs } } }],
    ['startRound', { arguments: { startsAt, movie, upcoming: movie }, identity: backendFunction }],
    ['startRound', { arguments: { startsAt, movie, upcoming: movie, run: 'run-1' }, identity: backendFunction }],
    ['startRound', { arguments: { startsAt, movie, upcoming: movie, playlistEntry: 'e1' }, identity: backendFunction }],
    ['reportMessage', { stash: { report } }],
    ['reportMessage.throttle', { arguments: report, identity: guest, stash: { texts: report } }],
    ['endRound', { arguments: { isPaused: true }, stash: { round: { startsAt, endsAt: startsAt + 10 } } }],
    ['setPaused', { arguments: { isPaused: true } }],
    ['setPaused', { arguments: { isPaused: true }, stash: { ended } }],
    ['skipMovie', { stash: { ended } }],
    ['changeSettings', { arguments: { isChatOpen: true, slowModeSeconds: 3 } }],
    ['setPlaylist', { arguments: { entries: [], isRepeating: true } }],
    ['setPlaylist.show', {}],
    ['setMessageRemoved', { arguments: { messageId: report.messageId, isRemoved: true }, stash: {} }],
    ['setMessageRemoved', { arguments: { messageId: report.messageId, isRemoved: true }, stash: { row: pinned } }],
    ['pinMessage', { arguments: {}, stash: {} }],
    ['pinMessage', { arguments: { message: { id: report.messageId } }, stash: { texts: report } }],
    ['setMessageRemoved', { arguments: { messageId: report.messageId, isRemoved: false }, stash: {} }],
    ['sendMessage.throttle', { stash: { message: { sender, sentAt: nowMs, isHost: true } } }],
    ['setReportClosed', { arguments: { id: '["x"]', isClosed: true } }],
    ['setReportClosed', { arguments: { id: '["x"]', isClosed: false } }],
    ['muteSender', { arguments: { sender, seconds: 1 } }],
    ['resetLeaderboard', {}],
    ['reports', { identity: operator }],
    ['mutes', { identity: operator }],
    ['hostActions', { identity: operator }],
    ['rounds', { arguments: { from: 0, to: 1 }, identity: operator }],
    ['latestRound', { stash: {} }],
    ['snapshot.leaderboard', { stash: {} }],
    ['recentRounds', {}],
  ])('%s', (name, context) => {
    const { value } = resolver(name).request(context);
    const parts = value as Partial<Record<'update' | 'condition' | 'query' | 'filter', Expression>>;
    const expressions = [parts.update, parts.condition, parts.query, parts.filter].filter((part) => part !== undefined);
    expect(expressions.length).toBeGreaterThan(0);
    for (const { expression, expressionNames = {}, expressionValues = {} } of expressions) {
      const used = new Set(expression.match(/[#:]\w+/g));
      expect(new Set([...Object.keys(expressionNames), ...Object.keys(expressionValues)])).toEqual(used);
    }
  });
});

describe('publishScores', () => {
  const update = { scores: { roundId, ...noVotes, voters: 1, favourites: { ...noVotes, love: 1 } } };
  const request = (identity: object) => resolver('publishScores').request({ arguments: update, identity });

  it('passes on the scores', () => {
    expect(request(backendFunction).value).toEqual({ payload: { ...update, leaders: [] } });
  });

  it('refuses callers without IAM credentials, such as operators', () => {
    expect(request(operatorToken).errorType).toBe('Unauthorized');
  });
});

describe('snapshot', () => {
  it('reads the newest round', () => {
    const { request, response } = resolver('latestRound');
    expect(request().value).toMatchObject({ scanIndexForward: false, limit: 1, consistentRead: true });
    const started = { startsAt, movie: { id: 'm' } };
    expect(response({ result: { items: [started] } }).stash).toEqual({ round: started });
    expect(response({ result: { items: [] } }).stash).toEqual({});
  });

  const favourites = { ...noVotes, love: 2 };
  const leaders = [{ category: 'love', voters: 2, votes: 3, title: 'M', poster: '/m.svg' }];

  it('has no round before the first round starts', () => {
    const { value } = resolver('snapshot.leaderboard').response({ result: { items: leaders }, stash: {} });
    expect(value).toEqual({ round: null, scores: null, leaders, serverTime: nowMs });
  });

  it('omits records of categories that the schema does not have', () => {
    const items = [{ category: 'adore', votes: 9, title: 'M', poster: '/m.svg' }, ...leaders];
    const { value } = resolver('snapshot.leaderboard').response({ result: { items }, stash: {} });
    expect(value).toMatchObject({ leaders });
  });

  it('omits records of rounds that started before the leaderboard was emptied', () => {
    const [love] = leaders;
    const items = [
      { ...love, roundStartsAt: 19 },
      { ...love, category: 'like', roundStartsAt: 20 },
      { ...love, category: 'meh' },
    ];
    const categoriesAfter = (leaderboardResetAt?: number) => {
      const { value } = resolver('snapshot.leaderboard').response({
        result: { items },
        stash: { show: { leaderboardResetAt } },
      });
      return (value as { leaders: { category: string }[] }).leaders.map(({ category }) => category);
    };
    expect(categoriesAfter(20)).toEqual(['like', 'meh']);
    expect(categoriesAfter()).toEqual(['love', 'like', 'meh']);
  });

  it('returns no internal attributes of a round', () => {
    const round = {
      startsAt,
      endsAt: startsAt + 10,
      movie: { id: 'm' },
      upcoming: { poster: '/n.svg', title: 'Next' },
      ...noVotes,
      voters: 0,
      favourites,
      startedBy: 'run',
      expiresAt: 1,
    };
    const { value } = resolver('snapshot.leaderboard').response({ result: { items: [] }, stash: { round } });
    expect(value).toEqual({
      round: { roundId, startsAt, endsAt: startsAt + 10, movie: { id: 'm' }, nextPoster: '/n.svg' },
      scores: { roundId, ...noVotes, voters: 0, favourites },
      leaders: [],
      serverTime: nowMs,
    });
  });
});

describe('recentRounds', () => {
  const movie = { id: 'm', title: 'M', poster: '/m.svg' };
  const respond = (...items: object[]) => {
    const { value } = resolver('roundResults').request({
      prev: { result: { items } },
      info: { fieldName: 'recentRounds', parentTypeName: 'Query', variables: {} },
    });
    return (value as { payload: object[] }).payload;
  };

  it('queries the last rounds, and two more, which may not have ended', () => {
    expect(resolver('recentRounds').request().value).toMatchObject({
      query: { expressionValues: { ':show': { S: show } } },
      scanIndexForward: false,
      limit: limits.recentRounds + 2,
    });
  });

  it('omits rounds that have not ended, and votes for a round that has not started', () => {
    const rounds = [
      { startsAt: startsAt + 10, love: 1 },
      { startsAt, endsAt: startsAt + 4, movie },
      { startsAt: startsAt - 10, endsAt: startsAt + 3, movie },
      { startsAt: startsAt - 20, endsAt: startsAt - 10, movie },
    ];
    expect(respond(...rounds)).toMatchObject([{ roundId: String(startsAt - 10) }, { roundId: String(startsAt - 20) }]);
  });

  it('returns at most eight results', () => {
    const rounds = Array.from({ length: 10 }, () => ({ startsAt, endsAt: startsAt + 1, movie }));
    expect(respond(...rounds)).toHaveLength(limits.recentRounds);
  });

  it('returns results without internal attributes', () => {
    const round = {
      startsAt: startsAt - 10,
      endsAt: startsAt,
      movie,
      upcoming: {},
      ...noVotes,
      love: 2,
      voters: 1,
      favourites: { ...noVotes, love: 1 },
      firsts: ['b'],
      publishedAt: 1,
      claimedBy: 'b',
      claimedAt: 1,
      expiresAt: 1,
    };
    expect(respond(round)).toEqual([
      {
        roundId: String(startsAt - 10),
        title: 'M',
        poster: '/m.svg',
        ...noVotes,
        love: 2,
        voters: 1,
        favourites: { ...noVotes, love: 1 },
      },
    ]);
  });
});

describe('subscriptions', () => {
  it('return null, as AppSync requires', () => {
    expect(resolver('subscribe').response().value).toBeNull();
    expect(resolver('onMessage').response({ arguments: {} }).value).toBeNull();
  });

  it.each([
    [{}, '0:'],
    [{ room: null }, '0:'],
    [{ room: 0 }, '0:'],
    [{ room: 1 }, '1:'],
    [{ room: limits.maxRooms - 1 }, `${limits.maxRooms - 1}:`],
  ])('to messages with the arguments %o receive ids that begin with %s', (args, value) => {
    const filters = [{ fieldName: 'id', operator: 'beginsWith', value }];
    expect(resolver('onMessage').request({ arguments: args }).value).toEqual({ payload: null });
    expect(resolver('onMessage').response({ arguments: args }).subscriptionFilter).toEqual({
      filterGroup: [{ filters }],
    });
  });

  it.each([-1, limits.maxRooms, 2 ** 31 - 1])('to the messages of room %i are refused', (room) => {
    expect(resolver('onMessage').request({ arguments: { room } }).errorType).toBe('NoSuchRoom');
  });
});
