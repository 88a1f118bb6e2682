/** How operators moderate the chat: settings, blocked words, mutes, reports, removed and pinned messages. */
import { describe, expect, it } from 'vitest';
import { hostLimits, limits } from '@/amplify/limits';
import { show } from '@/amplify/show';
import {
  conditionFailed,
  guest,
  identityId,
  nowMs,
  operator,
  operatorToken,
  requestWithTexts,
  resolver,
  sender,
} from './resolver.fixture';

const now = Math.floor(nowMs / 1000);
const messageId = '0:11111111-2222-4333-8444-555555555555';
const failure = { message: 'Throughput exceeds', type: 'DynamoDB:ProvisionedThroughputExceededException' };

describe('sendMessage', () => {
  const accept = (row: object | null, text = 'Hello', nickname = 'Ada') => {
    const { stash } = requestWithTexts('sendMessage.accept', { arguments: { nickname, text }, identity: guest });
    return resolver('sendMessage.accept').response({ result: row, stash });
  };

  it('reads what operators have set, and not consistently', () => {
    const context = { arguments: { nickname: 'Ada', text: 'Hello' }, identity: guest };
    expect(requestWithTexts('sendMessage.accept', context).value).toEqual({
      operation: 'GetItem',
      key: { show: { S: show } },
    });
  });

  it('accepts everything as long as nothing is set', () => {
    expect(accept(null).stash).toMatchObject({ intervalMs: limits.messageIntervalMs });
    expect(accept({ version: 1 }).errorType).toBeUndefined();
  });

  it('is refused while the chat is closed', () => {
    expect(accept({ isChatOpen: false })).toMatchObject({
      errorType: 'ChatClosed',
      message: 'A host has closed the chat. You can read on, and write when it opens again.',
    });
    expect(accept({ isChatOpen: true }).errorType).toBeUndefined();
  });

  it.each([
    [undefined, 1000],
    [0, 1000],
    [1, 1000],
    [30, 30_000],
  ])('in a slow mode of %s s takes a pause of %i ms', (slowModeSeconds, intervalMs) => {
    const { stash } = accept({ slowModeSeconds });
    expect(stash).toMatchObject({ intervalMs });
    expect(resolver('sendMessage.throttle').request({ stash: stash }).value).toMatchObject({
      condition: { expressionValues: { ':earlier': { N: nowMs - intervalMs }, ':now': { N: now } } },
    });
  });

  it('of an operator is marked, and needs no open chat and no slow mode', () => {
    const context = { arguments: { nickname: 'Ada', text: 'Hello' }, identity: operator };
    expect(requestWithTexts('sendMessage.accept', context)).toMatchObject({
      value: null,
      earlyReturn: {},
      stash: { message: { isHost: true }, intervalMs: limits.messageIntervalMs },
    });
  });

  it.each([
    ['the argument', { isHost: true }],
    ['no argument', {}],
  ])('of a guest is never marked, with %s', (_, args) => {
    const context = { arguments: { nickname: 'Ada', text: 'Hello', ...args }, identity: guest };
    expect(requestWithTexts('sendMessage.accept', context).stash).toMatchObject({ message: { isHost: false } });
  });

  describe('with a blocked word', () => {
    const blocked = (words: string[], text: string, nickname?: string) =>
      accept({ blockedWords: words }, text, nickname).errorType === 'BlockedWord';

    it.each([
      ['as it is', 'spoiler', 'a spoiler here'],
      ['alone', 'spoiler', 'spoiler'],
      ['with marks around it', 'spoiler', 'no (spoiler), please'],
      ['in capitals', 'spoiler', 'a SpOiLeR'],
      ['blocked in capitals', 'SPOILER', 'a spoiler'],
      ['with letters that have no capital', 'scheiße', 'SCHEISSE'],
      ['with two lower cases', 'λόγος', 'ΛΌΓΟΣ.ναι'],
      ['with a lower case that depends on what follows', 'λόγος', 'λόγος.ναι'],
      ['in full width', 'spoiler', 'ｓｐｏｉｌｅｒ'],
      ['as mathematical letters', 'spoiler', '𝓼𝓹𝓸𝓲𝓵𝓮𝓻'],
      ['with ligatures', 'office', 'oﬃce'],
      ['with zero-width characters', 'spoiler', 'spo\u200bil\u200d\u2060er'],
      ['with soft hyphens', 'spoiler', 'spo\u00ad\u034filer'],
      ['with variation selectors', 'spoiler', 'spo\ufe0filer'],
      ['struck through', 'bad', 'b\u0336a\u0336d\u0336'],
      ['underlined', 'bad', 'b\u0332a\u0332d\u0332'],
      ['with blank Braille patterns', 'spoiler', 'spo\u2800iler'],
      ['decomposed', 'café', 'cafe\u0301'],
      ['of several words', 'who dies', 'tell me who  –  dies'],
      ['with a line break', 'who dies', 'who\ndies'],
      ['of symbols', '🖕', 'hey🖕🏽you'],
      ['of marks', '***', 'what the ***!'],
      ['with characters of patterns', 'c++', 'I like c++'],
      ['in Chinese, between others', '剧透', '这是剧透吗'],
      ['in Japanese, between others', 'ネタバレ', '完全にﾈﾀﾊﾞﾚです'],
      ['in Thai, between others', 'สปอยล์', 'อย่าสปอยล์นะ'],
      ['in Arabic', 'سر', 'هذا سر كبير'],
      ['in Hindi', 'राज़', 'यह राज़ है'],
    ])('%s is refused', (_, word, text) => {
      expect(blocked(['other', word], text)).toBe(true);
    });

    it.each([
      ['is a part of another word', 'ass', 'a classic in class'],
      ['is a part of an Arabic word', 'سر', 'السرير سريع'],
      ['begins with the same letters', 'spoiler', 'spoilers'],
      ['has another mark', 'कि', 'क'],
      ['is in between in a script with spaces', 'or', 'world 世界'],
    ])('is accepted if the text %s', (_, word, text) => {
      expect(blocked([word], text)).toBe(false);
    });

    it('is refused as a nickname, and named', () => {
      expect(accept({ blockedWords: ['other', 'Spoiler'] }, 'Hello', 'The spoiler')).toMatchObject({
        errorType: 'BlockedWord',
        message: 'The nickname contains “Spoiler”, which the hosts have blocked.',
      });
      expect(accept({ blockedWords: ['Spoiler'] }, 'spoiler')).toMatchObject({
        message: 'The message contains “Spoiler”, which the hosts have blocked.',
      });
    });

    it('is one of as many as there may be', () => {
      const words = Array.from({ length: hostLimits.maxBlockedWords }, (_, index) => `word${index}`);
      expect(blocked(words, `a word${words.length - 1}`)).toBe(true);
      expect(blocked(words, 'a word')).toBe(false);
    });
  });

  it('tells a muted sender until when', () => {
    const mutedUntil = now + 600;
    const respond = (result: object | null) =>
      resolver('sendMessage.throttle').response({ error: conditionFailed, result, stash: { intervalMs: 30_000 } });
    expect(respond({ sentAt: nowMs, mutedUntil })).toMatchObject({
      errorType: 'Muted',
      message: 'A host has muted you. You can write again at 2023-11-14 22:23:23 UTC.',
      errorInfo: { mutedUntil },
    });
    const slowDown = { errorType: 'SlowDown', message: 'Messages must be 30 s apart. Wait a moment, then try again.' };
    expect(respond({ sentAt: nowMs, mutedUntil: now })).toMatchObject(slowDown);
    expect(respond({ sentAt: nowMs })).toMatchObject(slowDown);
    expect(respond(null)).toMatchObject(slowDown);
  });

  it('is refused without a sender', () => {
    expect(resolver('sendMessage.throttle').request({ stash: {} }).errorType).toBe('Unauthorized');
  });
});

describe('muteSender', () => {
  const request = (args: object) =>
    resolver('muteSender').request({
      arguments: { sender, nickname: 'Eve', seconds: 60, ...args },
      identity: operator,
    });

  it('keeps the mute until its end', () => {
    expect(request({ seconds: hostLimits.maxMuteSeconds }).value).toEqual({
      operation: 'UpdateItem',
      key: { id: { S: sender } },
      update: {
        expression: 'SET mutedUntil = :mutedUntil, expiresAt = :expiresAt',
        expressionValues: {
          ':mutedUntil': { N: now + hostLimits.maxMuteSeconds },
          ':expiresAt': { N: now + hostLimits.maxMuteSeconds + limits.ballotRetentionSeconds },
        },
      },
    });
    const result = { id: sender, mutedUntil: now + 60, expiresAt: 1 };
    expect(resolver('muteSender').response({ arguments: { sender }, result }).value).toEqual({
      sender,
      mutedUntil: now + 60,
    });
  });

  it.each([
    ['a negative time', { seconds: -1 }, 'A mute takes from 0 to 86400 seconds, not -1.'],
    ['a time that is too long', { seconds: 86_401 }, 'A mute takes from 0 to 86400 seconds, not 86401.'],
    ['a whole identity', { sender: identityId }, 'A sender is the last 12 characters of an identity.'],
    ['no sender', { sender: '' }, 'A sender is the last 12 characters of an identity.'],
  ])('refuses %s', (_, args, message) => {
    expect(request(args)).toMatchObject({ errorType: 'InvalidMute', message });
  });
});

describe('reportMessage', () => {
  const args = { messageId, sender: 'aaaaaaaaaaaa', nickname: ' Eve ', text: 'Buy\u202e this' };
  const throttle = (changes: object = {}, identity: object = guest) =>
    requestWithTexts('reportMessage.throttle', { arguments: { ...args, ...changes }, identity });
  const reporter = sender;

  it('accepts one report in two seconds, and keeps the row of a muted guest', () => {
    expect(throttle()).toMatchObject({
      value: {
        key: { id: { S: reporter } },
        update: {
          expression: 'SET reportedAt = :now, expiresAt = if_not_exists(expiresAt, :expiresAt) ADD reports :one',
        },
        condition: {
          expression:
            '(attribute_not_exists(reportedAt) OR reportedAt <= :earlier) AND (attribute_not_exists(reports) OR reports < :maxReports)',
          expressionValues: { ':earlier': { N: nowMs - hostLimits.reportIntervalMs }, ':maxReports': { N: 20 } },
        },
      },
      stash: { report: { messageId, sender: 'aaaaaaaaaaaa', nickname: 'Eve', text: 'Buy this', reporter } },
    });
    const answer = resolver('reportMessage.throttle').response({ error: conditionFailed, result: null });
    const message = 'Reports must be 2 s apart. Wait a moment, then try again.';
    expect(answer).toMatchObject({ errorType: 'SlowDown', message });
  });

  it('refuses a guest who has reported many messages', () => {
    const answer = resolver('reportMessage.throttle').response({ error: conditionFailed, result: { reports: 20 } });
    const message = 'A guest can report at most 20 messages. The hosts have your reports.';
    expect(answer).toMatchObject({ errorType: 'TooManyReports', message });
  });

  it.each([
    ['no room', { messageId: messageId.slice(2) }],
    ['another id', { messageId: '0:1' }],
    ['a long id', { messageId: `${messageId}${'x'.repeat(1000)}` }],
    ['a whole identity', { sender: identityId }],
    ['no text', { text: ' ' }],
    ['a long text', { text: 'x'.repeat(281) }],
    ['a long nickname', { nickname: 'x'.repeat(25) }],
  ])('refuses %s', (_, changes) => {
    expect(throttle(changes).errorType).toBe('InvalidMessage');
  });

  it.each([
    ['without an identity', {}],
    ['that sends the token of an operator', operatorToken],
  ])('refuses a caller %s', (_, identity) => {
    expect(throttle({}, identity).errorType).toBe('Unauthorized');
  });

  it('counts a guest once for the same texts, and stops at a limit', () => {
    const { stash } = throttle();
    expect(resolver('reportMessage').request({ stash: stash }).value).toMatchObject({
      key: { show: { S: show }, id: { S: JSON.stringify([messageId, 'aaaaaaaaaaaa', 'Eve', 'Buy this']) } },
      update: {
        expression:
          'SET messageId = :messageId, sender = :sender, nickname = :nickname, #text = :text, reportedAt = :now, expiresAt = :expiresAt ADD reporters :reporters',
        expressionValues: { ':reporters': { SS: [reporter] }, ':now': { N: nowMs } },
      },
      condition: {
        expression:
          'attribute_not_exists(reporters) OR (size(reporters) < :maxReporters AND NOT contains(reporters, :reporter))',
        expressionValues: { ':maxReporters': { N: hostLimits.maxReporters }, ':reporter': { S: reporter } },
      },
    });
  });

  it('has a key that DynamoDB accepts with the longest texts', () => {
    const longest = {
      sender: 'aaaaaaaaaaaa',
      reporter,
      nickname: 'が'.repeat(limits.maxNicknameLength),
      text: 'が'.repeat(limits.maxTextLength),
      messageId: messageId.replace(/^0/, '8191'),
    };
    const { value } = resolver('reportMessage').request({ stash: { report: longest } });
    const { S } = (value as { key: { id: { S: string } } }).key.id;
    expect(Buffer.byteLength(S)).toBeLessThanOrEqual(1024);
  });

  it('succeeds again, and passes on other errors', () => {
    const respond = (error?: { message: string; type: string }) =>
      resolver('reportMessage').response({ error, result: null });
    expect(respond(conditionFailed).value).toBe(true);
    expect(respond().value).toBe(true);
    expect(respond(failure).errorType).toBe(failure.type);
  });
});

describe('reports', () => {
  const row = (index: number, reporters = ['secret']) => ({
    show,
    id: `["0:${index}","aaaaaaaaaaaa","Eve","Buy this"]`,
    messageId: `0:${index}`,
    sender: 'aaaaaaaaaaaa',
    nickname: 'Eve',
    text: 'Buy this',
    reporters,
    reportedAt: nowMs + index,
    expiresAt: 1,
  });
  const respond = (items: object[]) => resolver('reports').response({ result: { items } }).value;

  it('returns the newest first, and not who has reported', () => {
    const value = respond([row(1), row(3, ['secret', 'hidden']), row(2)]);
    expect(value).toEqual([
      expect.objectContaining({ messageId: '0:3', reports: 2 }),
      expect.objectContaining({ messageId: '0:2', reports: 1 }),
      expect.objectContaining({ messageId: '0:1', reports: 1 }),
    ]);
    expect(JSON.stringify(value)).not.toMatch(/secret|hidden|reporters|expiresAt/);
  });

  it('leaves out what an operator has closed', () => {
    expect(respond([{ ...row(1), closedAt: nowMs }, row(2)])).toMatchObject([{ messageId: '0:2' }]);
    expect(respond([{ ...row(1), closedAt: nowMs }])).toEqual([]);
  });

  it('returns a limited number', () => {
    const items = Array.from({ length: 1000 }, (_, index) => row(index));
    expect(respond(items)).toHaveLength(hostLimits.hostListLength);
    expect(respond(items)).toMatchObject({ 0: { messageId: '0:999' } });
  });
});

describe('setReportClosed', () => {
  const id = JSON.stringify([messageId, 'aaaaaaaaaaaa', 'Eve', 'Buy this']);
  const { request, response } = resolver('setReportClosed');

  it.each([
    [true, { expression: 'SET closedAt = :now', expressionValues: { ':now': { N: nowMs } } }],
    [false, { expression: 'REMOVE closedAt' }],
  ])('%s', (isClosed, update) => {
    expect(request({ arguments: { id, isClosed } }).value).toEqual({
      operation: 'UpdateItem',
      key: { show: { S: show }, id: { S: id } },
      update,
      condition: { expression: 'attribute_exists(id)' },
    });
  });

  it('succeeds, and says if there is no report', () => {
    const respond = (error?: { message: string; type: string }) => response({ error, result: null });
    expect(respond().value).toBe(true);
    expect(respond(conditionFailed)).toMatchObject({
      errorType: 'UnknownReport',
      message: 'There is no such report, or it has expired.',
    });
    expect(respond(failure).errorType).toBe(failure.type);
  });
});

describe('the list of mutes', () => {
  const now = Math.floor(nowMs / 1000);
  const mute = { sender: 'aaaaaaaaaaaa', nickname: 'Ann', mutedUntil: now + 300 };

  it('gets a mute after it has been stored', () => {
    const context = {
      prev: { result: mute },
      info: { fieldName: 'muteSender', parentTypeName: 'Mutation', variables: {} },
    };
    expect(resolver('muteSender.list').request(context).value).toEqual({
      operation: 'PutItem',
      key: { show: { S: `${show}#mutes` }, id: { S: mute.sender } },
      attributeValues: {
        action: { S: 'muteSender' },
        detail: { S: JSON.stringify(mute) },
        expiresAt: { N: mute.mutedUntil + limits.ballotRetentionSeconds },
      },
    });
    expect(resolver('muteSender.list').response({ ...context, result: {} }).value).toEqual(mute);
    expect(resolver('muteSender.list').response({ ...context, error: failure, result: null }).errorType).toBe(
      failure.type,
    );
  });

  it('has the mutes that have not ended', () => {
    expect(resolver('mutes').request({ identity: operator }).value).toMatchObject({
      query: { expressionValues: { ':show': { S: `${show}#mutes` } } },
      limit: 1000,
      consistentRead: true,
    });
    const items = [mute, { ...mute, sender: 'bbbbbbbbbbbb', mutedUntil: now }].map((one) => ({
      detail: JSON.stringify(one),
    }));
    expect(resolver('mutes').response({ result: { items } }).value).toEqual([mute]);
  });
});

describe('setMessageRemoved', () => {
  const other = (index: number) => `0:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const request = (isRemoved: boolean, row: object | null) =>
    resolver('setMessageRemoved').request({ arguments: { messageId, isRemoved }, stash: { row } }).value;
  const removed = (...ids: string[]) => ({
    update: { expressionValues: { ':removedMessages': { L: ids.map((S) => ({ S })) } } },
  });

  it.each(
    ['', '0', '1', messageId.slice(2), `x${messageId}`, `${messageId}x`, '0:', messageId.toUpperCase()].filter(
      (id) => id !== messageId,
    ),
  )('refuses the id %j', (id) => {
    const { request } = resolver('setMessageRemoved');
    expect(request({ arguments: { messageId: id, isRemoved: true }, stash: {} }).errorType).toBe('InvalidMessage');
    expect(resolver('readShow').request().value).toMatchObject({ consistentRead: true });
  });

  const listStays = (removals: number) => ({
    condition: {
      expression:
        '(attribute_not_exists(removals) OR removals = :removals) AND (attribute_not_exists(pinned) OR pinned.id <> :id)',
      expressionValues: { ':removals': { N: removals }, ':id': { S: messageId } },
    },
  });

  it.each([null, { version: 5 }])('adds the first id to %j, if no other operator does', (row) => {
    expect(request(true, row)).toMatchObject({ ...removed(messageId), ...listStays(0) });
  });

  it('adds an id once, as the last one, if no other operator changes the list', () => {
    const removedMessages = [messageId, other(1)];
    const value = request(true, { version: 5, removedMessages, removals: 3 });
    expect(value).toMatchObject({ ...removed(other(1), messageId), ...listStays(3) });
    expect(value).toMatchObject({ update: { expressionValues: { ':next': { N: 4 } } } });
  });

  it('keeps the last ids', () => {
    const ids = Array.from({ length: limits.removedMessages }, (_, index) => other(index));
    expect(request(true, { version: 1, removedMessages: ids })).toMatchObject(removed(...ids.slice(1), messageId));
  });

  it('restores a message', () => {
    expect(request(false, { version: 1, removedMessages: [other(1), messageId] })).toMatchObject(removed(other(1)));
  });

  it.each([
    ['the removed message', true, messageId, true],
    ['a restored message', false, messageId, false],
    ['another message', true, other(1), false],
  ])('unpins %s: %s', (_, isRemoved, id, isUnpinned) => {
    const { update, condition } = request(isRemoved, { version: 1, pinned: { id } }) as Record<
      'update' | 'condition',
      { expression: string }
    >;
    expect(update.expression.includes('REMOVE pinned')).toBe(isUnpinned);
    // What another operator has pinned meanwhile stays.
    expect(condition.expression.includes('AND pinned.id = :id')).toBe(isUnpinned);
  });

  it('asks to try again if another operator was faster', () => {
    expect(resolver('setMessageRemoved').response({ error: conditionFailed, result: {} })).toMatchObject({
      errorType: 'Conflict',
      message: 'Another operator has removed, restored or pinned a message at the same moment. Try again.',
    });
  });
});

describe('pinMessage', () => {
  const pin = (message?: object | null) =>
    requestWithTexts('pinMessage', { arguments: { message }, identity: operator });

  it('pins a clean message', () => {
    const message = { id: messageId, nickname: ' Ada', text: 'We\u202e start at eight ' };
    expect(pin(message).value).toMatchObject({
      update: {
        expression: 'SET pinned = :pinned ADD version :one',
        expressionValues: {
          ':pinned': {
            M: {
              id: { S: messageId },
              nickname: { S: 'Ada' },
              text: { S: 'We start at eight' },
              isHost: { BOOL: false },
            },
          },
        },
      },
    });
  });

  it.each([undefined, null])('unpins with %s', (message) => {
    expect(pin(message).value).toMatchObject({ update: { expression: 'REMOVE pinned ADD version :one' } });
  });

  it.each([
    ['another id', { id: 'x' }],
    ['no text', { text: '' }],
    ['a long text', { text: 'x'.repeat(281) }],
    ['a long nickname', { nickname: 'x'.repeat(25) }],
  ])('refuses %s', (_, changes) => {
    expect(pin({ id: messageId, nickname: 'Ada', text: 'Hi', ...changes }).errorType).toBe('InvalidMessage');
  });
});
