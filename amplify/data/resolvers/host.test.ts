/** What operators see and set of the show. */
import { describe, expect, it } from 'vitest';
import { hostLimits, limits } from '@/amplify/limits';
import { categories, noVotes, show } from '@/amplify/show';
import {
  backendFunction,
  conditionFailed,
  guest,
  nowMs,
  operator,
  operatorToken,
  resolver,
  roundId,
  startsAt,
} from './resolver.fixture';

const now = Math.floor(nowMs / 1000);
const info = (fieldName: string) => ({ fieldName, parentTypeName: 'Mutation', variables: {} });
const failure = { message: 'Throughput exceeds', type: 'DynamoDB:ProvisionedThroughputExceededException' };

describe('recordAction', () => {
  const request = (args: object, identity: object = operator) =>
    resolver('recordAction').request({ arguments: { ...args }, identity, info: info('setPaused') });

  it('writes which operator does what', () => {
    const id: unknown = expect.stringMatching(new RegExp(`^${nowMs}#[0-9a-f-]{36}$`));
    expect(request({ isPaused: true }).value).toEqual({
      operation: 'PutItem',
      key: { show: { S: show }, id: { S: id } },
      attributeValues: {
        operator: { S: '11111111-2222-3333-4444-555555555555' },
        action: { S: 'setPaused' },
        detail: { S: '{"isPaused":true}' },
        expiresAt: { N: now + hostLimits.actionRetentionSeconds },
      },
    });
  });

  it('shortens long arguments', () => {
    const entries = Array.from({ length: 100 }, (_, index) => ({ id: `entry ${index}` }));
    const { value } = request({ entries, isRepeating: true });
    const { S } = (value as { attributeValues: { detail: { S: string } } }).attributeValues.detail;
    const detail = JSON.parse(S) as { entries: string; isRepeating: boolean };
    expect(detail.isRepeating).toBe(true);
    expect(detail.entries).toBe(`${JSON.stringify(entries).slice(0, hostLimits.maxDetailLength)}…`);
  });

  it('passes on an error of the table, which stops the action', () => {
    expect(resolver('recordAction').response({ error: failure, result: null }).errorType).toBe(failure.type);
  });
});

describe.each(['recordAction', 'requireOperator'])('%s refuses', (name) => {
  it.each<[string, object]>([
    ['guests', guest],
    ['functions', backendFunction],
    ['tokens of operators', operatorToken],
    ['nobody', {}],
    ['a token that claims to have signed in', { ...operatorToken, cognitoIdentityAuthType: 'authenticated' }],
  ])('%s', (_, identity) => {
    const { request } = resolver(name);
    expect(request({ arguments: {}, identity, info: info('setPaused') }).errorType).toBe('Unauthorized');
    expect(request({ arguments: {}, identity: operator, info: info('setPaused') }).errorType).toBeUndefined();
  });
});

describe('the state of the show', () => {
  const stateOf = (row: object | null) => {
    const { value } = resolver('showState').request({ prev: { result: row } });
    return (value as { payload: object }).payload;
  };

  it('has defaults as long as nothing is set', () => {
    expect(stateOf(null)).toEqual({
      version: 0,
      isPaused: false,
      roundSeconds: limits.roundSeconds,
      isChatOpen: true,
      slowModeSeconds: 0,
      removedMessages: [],
      stageChat: 'all',
      areVotesHidden: false,
    });
  });

  it('has nothing that only operators may see', () => {
    const row = { show, version: 7, isPaused: true, blockedWords: ['x'] };
    const state = stateOf(row);
    expect(state).toMatchObject({ version: 7, isPaused: true });
    for (const name of ['show', 'blockedWords']) expect(state).not.toHaveProperty(name);
  });

  it('keeps values that are false or zero', () => {
    expect(stateOf({ version: 1, isChatOpen: false, slowModeSeconds: 0, areVotesHidden: false })).toMatchObject({
      isChatOpen: false,
      slowModeSeconds: 0,
    });
  });

  it('is a part of the snapshot', () => {
    const state = { version: 3 };
    expect(resolver('showState').response({ result: state, stash: {} }).stash).toEqual({ show: state });
    const { value } = resolver('snapshot.leaderboard').response({ result: { items: [] }, stash: { show: state } });
    expect(value).toMatchObject({ round: null, show: state });
  });
});

describe('the end of a round', () => {
  const running = { startsAt, endsAt: startsAt + 10, movie: { id: 'm' } };
  const end = (fieldName: string, round?: object) =>
    resolver('endRound').request({
      arguments: { isPaused: true },
      info: info(fieldName),
      stash: round ? { round } : {},
    });

  it('stays as it is if the show continues', () => {
    const context = { arguments: { isPaused: false }, info: info('setPaused'), stash: { round: running } };
    const continued = resolver('endRound').request(context);
    expect(continued.earlyReturn).toBeDefined();
    expect(continued.stash).toEqual({ round: running });
  });

  it.each(['setPaused', 'skipMovie'])('by %s is now, unless somebody else has ended it', (fieldName) => {
    expect(end(fieldName, running)).toMatchObject({
      value: {
        operation: 'UpdateItem',
        key: { show: { S: show }, startsAt: { N: startsAt } },
        update: { expression: 'SET endsAt = :endsAt', expressionValues: { ':endsAt': { N: now } } },
        condition: { expression: 'endsAt > :now', expressionValues: { ':now': { N: now } } },
      },
      stash: { ended: { endedRound: roundId, endedAt: now } },
    });
  });

  it('is not before its start, if the clock of the rotator is ahead', () => {
    const round = { ...running, startsAt: now + 1, endsAt: now + 11 };
    expect(end('setPaused', round).stash).toMatchObject({ ended: { endedRound: String(now + 1), endedAt: now + 1 } });
  });

  it.each<[string, object | undefined]>([
    ['has started', undefined],
    ['is running', { ...running, endsAt: now }],
  ])('needs a round: none %s', (_, round) => {
    expect(end('setPaused', round)).toMatchObject({ value: null, earlyReturn: {} });
    expect(end('skipMovie', round)).toMatchObject({
      errorType: 'NothingToSkip',
      message: 'No round is running, so there is no movie to skip.',
    });
  });

  it('by two operators at once counts once', () => {
    const stash = { ended: { endedRound: roundId, endedAt: now } };
    const respond = (fieldName: string, error = conditionFailed) =>
      resolver('endRound').response({ info: info(fieldName), stash, error, result: running });
    expect(respond('setPaused').stash).toEqual({});
    expect(respond('skipMovie').errorType).toBe('NothingToSkip');
    expect(respond('setPaused', failure).errorType).toBe(failure.type);
  });

  it('is stored with the pause, or alone', () => {
    const ended = { endedRound: roundId, endedAt: now };
    const pause = (stash: Record<string, unknown>, isPaused = true) =>
      resolver('setPaused').request({ arguments: { isPaused }, stash }).value;
    expect(pause({ ended })).toMatchObject({
      update: {
        expression: 'SET isPaused = :isPaused, endedRound = :endedRound, endedAt = :endedAt ADD version :one',
        expressionValues: { ':isPaused': { BOOL: true }, ':endedRound': { S: roundId }, ':endedAt': { N: now } },
      },
    });
    expect(pause({}, false)).toMatchObject({
      update: {
        expression: 'SET isPaused = :isPaused ADD version :one',
        expressionValues: { ':isPaused': { BOOL: false }, ':one': { N: 1 } },
      },
    });
    expect(resolver('skipMovie').request({ stash: { ended } }).value).toMatchObject({
      update: {
        expression: 'SET endedRound = :endedRound, endedAt = :endedAt ADD version :one',
        expressionValues: { ':endedRound': { S: roundId }, ':endedAt': { N: now } },
      },
    });
  });
});

describe('changeSettings', () => {
  const request = (args: object) => resolver('changeSettings').request({ arguments: { ...args }, identity: operator });

  it('changes only what is given', () => {
    expect(request({ slowModeSeconds: 0, isChatOpen: false, stageChat: null }).value).toMatchObject({
      operation: 'UpdateItem',
      key: { show: { S: show } },
      update: {
        expression: 'SET #isChatOpen = :isChatOpen, #slowModeSeconds = :slowModeSeconds ADD version :one',
        expressionValues: { ':isChatOpen': { BOOL: false }, ':slowModeSeconds': { N: 0 } },
      },
    });
  });

  it.each([limits.roundSeconds, ...limits.roundSecondsChoices])('accepts rounds of %i seconds', (roundSeconds) => {
    expect(request({ roundSeconds }).errorType).toBeUndefined();
  });

  it('stores blocked words on one line each', () => {
    expect(request({ blockedWords: [' spoiler\n', 'two\twords', '🖕'] }).value).toMatchObject({
      update: { expressionValues: { ':blockedWords': { L: [{ S: 'spoiler' }, { S: 'two words' }, { S: '🖕' }] } } },
    });
    expect(request({ blockedWords: [] }).value).toMatchObject({
      update: { expressionValues: { ':blockedWords': { L: [] } } },
    });
  });

  it.each([
    ['nothing', {}, 'Give at least one setting.'],
    ['only null', { roundSeconds: null }, 'Give at least one setting.'],
    ['another length', { roundSeconds: 11 }, 'The seconds of a round must be one of 10, 20, 30, 60, not 11.'],
    ['a length of 0', { roundSeconds: 0 }, 'The seconds of a round must be one of 10, 20, 30, 60, not 0.'],
    ['a negative slow mode', { slowModeSeconds: -1 }, 'Slow mode takes from 0 to 60 seconds, not -1.'],
    ['a slow mode that is too slow', { slowModeSeconds: 61 }, 'Slow mode takes from 0 to 60 seconds, not 61.'],
    ['too many words', { blockedWords: Array<string>(201).fill('a') }, 'There can be at most 200 blocked words.'],
    ['a long word', { blockedWords: ['x'.repeat(41)] }, 'A blocked word must have at most 40 characters.'],
    ['an empty word', { blockedWords: ['a', ' \u200b\u2060 '] }, 'A blocked word is empty.'],
    ['invisible letters', { blockedWords: ['\u034f\u3164'] }, 'A blocked word is empty.'],
  ])('refuses %s', (_, args, message) => {
    expect(request(args)).toMatchObject({ errorType: 'InvalidSettings', message });
  });
});

describe('setPlaylist', () => {
  const movie = {
    id: 'metropolis',
    title: 'Metropolis',
    releaseDate: '1927-01-10',
    synopsis: 'A city.',
    poster: '/posters/metropolis.svg',
    source: 'catalogue',
  };
  const request = (entries: object[], isRepeating = true) =>
    resolver('setPlaylist').request({ arguments: { entries, isRepeating }, identity: operator });
  const withMovie = (changes: object) => request([{ id: '1', movie: { ...movie, ...changes } }]);

  it('replaces the playlist', () => {
    expect(request([{ id: '1', movie }], false).value).toMatchObject({
      operation: 'UpdateItem',
      key: { show: { S: show } },
      update: {
        expression: 'SET entries = :entries, isRepeating = :isRepeating',
        expressionValues: {
          ':entries': { L: [{ M: { id: { S: '1' }, movie: { M: { title: { S: 'Metropolis' } } } } }] },
          ':isRepeating': { BOOL: false },
        },
      },
    });
    expect(request([]).value).toMatchObject({ update: { expressionValues: { ':entries': { L: [] } } } });
  });

  it('raises the version of the show', () => {
    const raise = resolver('setPlaylist.show');
    expect(raise.request().value).toEqual({
      operation: 'UpdateItem',
      key: { show: { S: show } },
      update: { expression: 'ADD version :one', expressionValues: { ':one': { N: 1 } } },
    });
    expect(raise.response({ result: { version: 2 } }).value).toEqual({ version: 2 });
  });

  it.each(['setPlaylist', 'setPlaylist.show'])('passes on an error of the table in %s', (name) => {
    expect(resolver(name).response({ error: failure, result: null }).errorType).toBe(failure.type);
  });

  it.each(['/posters/m.svg', '/posters/große%20Städte.jpg', 'https://image.tmdb.org/t/p/w500/a1-B_2.jpg'])(
    'accepts the poster %s',
    (poster) => {
      expect(withMovie({ poster }).errorType).toBeUndefined();
    },
  );

  it.each([
    '',
    'm.svg',
    '//evil.example/m.svg',
    '/\\evil.example/m.svg',
    '/posters\\m.svg',
    '/a\nb',
    'https://evil.example/m.svg',
    'https://image.tmdb.org.evil.example/m.svg',
    'https://image.tmdb.org@evil.example/m.svg',
    'http://image.tmdb.org/m.svg',
    'javascript:alert(1)',
    'data:image/svg+xml,<svg/>',
    `/${'x'.repeat(200)}`,
  ])('refuses the poster %j', (poster) => {
    expect(withMovie({ poster })).toMatchObject({
      errorType: 'InvalidPlaylist',
      message: 'A poster is a path of this app, such as /posters/m.svg, or a picture of https://image.tmdb.org/.',
    });
  });

  it.each([
    ['2024-02-29', undefined],
    ['2000-02-29', undefined],
    ['2023-02-29', 'InvalidPlaylist'],
    ['1900-02-29', 'InvalidPlaylist'],
    ['2024-04-31', 'InvalidPlaylist'],
    ['2024-13-01', 'InvalidPlaylist'],
    ['10.1.1927', 'InvalidPlaylist'],
    ['', 'InvalidPlaylist'],
  ])('answers a movie that is released on %s with %s', (releaseDate, errorType) => {
    expect(withMovie({ releaseDate }).errorType).toBe(errorType);
  });

  it.each<[string, object, string]>([
    ['an empty title', { title: '' }, 'The title must have from 1 to 200 characters, not 0.'],
    ['a long title', { title: 'x'.repeat(201) }, 'The title must have from 1 to 200 characters, not 201.'],
    ['a long synopsis', { synopsis: 'x'.repeat(2001) }, 'The synopsis must have from 1 to 2000 characters, not 2001.'],
    ['no id', { id: '' }, 'The id of a movie must have from 1 to 64 characters, not 0.'],
    ['another source', { source: 'imdb' }, 'The source of a movie is catalogue or tmdb.'],
  ])('refuses a movie with %s', (_, changes, message) => {
    expect(withMovie(changes)).toMatchObject({ errorType: 'InvalidPlaylist', message });
  });

  it.each<[string, object[], string]>([
    [
      'too many entries',
      Array.from({ length: 101 }, (_, index) => ({ id: `${index}`, movie })),
      'A playlist has at most 100 movies, not 101.',
    ],
    [
      'an id twice',
      [
        { id: 'a', movie },
        { id: 'a', movie },
      ],
      'Each entry has an id of its own, but two have a.',
    ],
    [
      'more than DynamoDB stores in a row',
      Array.from({ length: 100 }, (_, index) => ({ id: `${index}`, movie: { ...movie, synopsis: '語'.repeat(1000) } })),
      'A playlist has at most 100000 characters in total, not 115791.',
    ],
  ])('refuses %s', (_, entries, message) => {
    expect(request(entries)).toMatchObject({ errorType: 'InvalidPlaylist', message });
  });
});

describe('resetLeaderboard', () => {
  const stash = { awsAppsyncApiId: 'api', amplifyApiEnvironmentName: 'NONE' };

  it('deletes the record of each category', () => {
    expect(resolver('resetLeaderboard.records').request({ stash }).value).toEqual({
      operation: 'BatchDeleteItem',
      tables: {
        'CategoryRecord-api-NONE': categories.map((category) => ({ show: { S: show }, category: { S: category } })),
      },
    });
  });

  it.each([
    ['all are deleted', {}, undefined],
    ['all are deleted', { 'CategoryRecord-api-NONE': [] }, undefined],
    ['some remain', { 'CategoryRecord-api-NONE': [{ show, category: 'love' }] }, 'Conflict'],
  ])('says whether %s: %o', (_, unprocessedKeys, errorType) => {
    const result = { data: {}, unprocessedKeys };
    const prev = { result: { version: 3 } };
    const { value, errorType: actual } = resolver('resetLeaderboard.records').response({ result, stash, prev });
    expect(actual).toBe(errorType);
    if (!errorType) expect(value).toEqual({ version: 3 });
  });

  it('stores the time, before which rounds make no more records', () => {
    expect(resolver('resetLeaderboard').request().value).toMatchObject({
      update: {
        expression: 'SET leaderboardResetAt = :now ADD version :one',
        expressionValues: { ':now': { N: now } },
      },
    });
  });
});

describe('hostView', () => {
  it('reads the playlist consistently', () => {
    expect(resolver('hostView').request({ identity: operator }).value).toEqual({
      operation: 'GetItem',
      key: { show: { S: show } },
      consistentRead: true,
    });
    expect(resolver('hostView').response({ error: failure, result: null }).errorType).toBe(failure.type);
  });

  it('returns what everybody sees, and the playlist and blocked words', () => {
    const entries = [{ id: '1', movie: { id: 'm' } }];
    const stash = {
      show: { version: 2 },
      row: { version: 2, blockedWords: ['x'], removedMessages: ['0:a'] },
      round: { startsAt, playlistEntry: '1' },
    };
    expect(resolver('hostView').response({ stash, result: { show, entries, isRepeating: true } }).value).toEqual({
      show: { version: 2 },
      playlist: entries,
      isPlaylistRepeating: true,
      playedEntry: '1',
      blockedWords: ['x'],
    });
  });

  it('has no playlist as long as nothing is set', () => {
    const stash = { show: { version: 0 }, row: null };
    expect(resolver('hostView').response({ stash, result: null }).value).toEqual({
      show: { version: 0 },
      playlist: [],
      isPlaylistRepeating: false,
      blockedWords: [],
    });
  });

  it('takes the entry from the newest round', () => {
    const stash = { show: { version: 0 }, row: null, round: { startsAt, playlistEntry: '4' } };
    expect(resolver('hostView').response({ stash, result: null }).value).toMatchObject({ playedEntry: '4' });
  });
});

describe('rounds', () => {
  const request = (args: object) => resolver('rounds').request({ arguments: { ...args }, identity: operator });

  it('reads the rounds of a time in pages, oldest first', () => {
    expect(request({ from: 100, to: 200, nextToken: 'token' }).value).toEqual({
      operation: 'Query',
      query: {
        expression: '#show = :show AND startsAt BETWEEN :from AND :last',
        expressionNames: { '#show': 'show' },
        expressionValues: { ':show': { S: show }, ':from': { N: 100 }, ':last': { N: 199 } },
      },
      limit: hostLimits.roundsPerPage,
      nextToken: 'token',
    });
  });

  it.each([
    [200, 200],
    [201, 200],
  ])('refuses the time from %i to %i', (from, to) => {
    expect(request({ from, to })).toMatchObject({
      errorType: 'InvalidRange',
      message: `The rounds must be from a time before ${to}, not from ${from}.`,
    });
  });

  it('returns ended rounds without internal attributes', () => {
    const movie = { id: 'm', title: 'M', poster: '/m.svg' };
    const items = [
      { startsAt: startsAt - 10, endsAt: startsAt, movie, love: 2, voters: 1, expiresAt: 1, startedBy: 'run' },
      { startsAt, endsAt: startsAt + 10, movie, voters: 0 },
      { startsAt: startsAt + 10, love: 1 },
    ];
    const page = { items, nextToken: 'next' };
    const { value } = resolver('roundResults').request({ prev: { result: page }, info: info('rounds') });
    expect(value).toEqual({
      payload: {
        rounds: [
          {
            roundId: String(startsAt - 10),
            title: 'M',
            poster: '/m.svg',
            ...noVotes,
            love: 2,
            voters: 1,
            favourites: noVotes,
          },
        ],
        nextToken: 'next',
      },
    });
  });
});

describe('hostActions', () => {
  it('reads the last actions, newest first', () => {
    expect(resolver('hostActions').request({ identity: operator }).value).toMatchObject({
      scanIndexForward: false,
      limit: hostLimits.hostListLength,
    });
    const actions = [{ id: '2#b', operator: 'ada', action: 'skipMovie', detail: '{}' }];
    expect(resolver('hostActions').response({ result: { items: actions } }).value).toEqual(actions);
  });
});
