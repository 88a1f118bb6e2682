/** Attacks on what operators can see and do: by guests, stolen credentials and invalid arguments. */
import type { GraphqlResponse } from 'amplify-local/appsync';
import { assumeRole } from 'amplify-local/iam';
import { beforeEach, describe, expect, it } from 'vitest';
import { hostLimits, limits } from '../../amplify/limits';
import { categories } from '../../amplify/show';
import { deployment, roundSeconds } from './deployment';
import type { Guest } from './guest';
import { hostFields, operatorRoleArn, rootFields, withVariables, type RootField } from './schema';
import { setUpTarget } from './target';

const target = setUpTarget();

const named = hostFields.map((root) => [root.field.name, root] as const);
const rootOf = (name: string): RootField => {
  const root = rootFields.find(({ field }) => field.name === name);
  if (!root) throw new Error(`The schema has no ${name}.`);
  return root;
};

/** Calls a field with valid arguments, some of which are replaced. */
function call(caller: Guest, name: string, changes: Record<string, unknown> = {}) {
  const { query, variables } = withVariables(rootOf(name));
  return caller.call(query, { ...variables, ...changes });
}

const messageId = '0:11111111-2222-4333-8444-555555555555';
const send = (guest: Guest, text: string, more: Record<string, unknown> = {}) =>
  call(guest, 'sendMessage', { nickname: 'Eve', text, room: 0, ...more });
const report = (guest: Guest, changes: Record<string, unknown> = {}) =>
  call(guest, 'reportMessage', { messageId, sender: 'aaaaaaaaaaaa', nickname: 'Eve', text: 'Buy this', ...changes });
const typesOf = ({ errors }: GraphqlResponse) => errors?.map(({ errorType }) => errorType);
const senderOf = (guest: Guest) => guest.identityId.slice(-limits.senderLength);

const movie = {
  id: 'm',
  title: 'M',
  releaseDate: '1931-05-11',
  synopsis: 'A murderer.',
  poster: '/posters/m.svg',
  source: 'catalogue',
};

const settings = {
  roundSeconds: null,
  isChatOpen: null,
  slowModeSeconds: null,
  blockedWords: null,
  stageChat: null,
  areVotesHidden: null,
};

it('there are fields of operators', () => {
  expect(hostFields.map(({ field }) => field.name).sort()).toEqual([
    'changeSettings',
    'hostActions',
    'hostView',
    'muteSender',
    'mutes',
    'pinMessage',
    'reports',
    'resetLeaderboard',
    'rounds',
    'searchMovies',
    'setMessageRemoved',
    'setPaused',
    'setPlaylist',
    'setReportClosed',
    'skipMovie',
  ]);
});

describe('without a login, credentials of the role of operators', () => {
  it.each(named)('call %s', async (_, root) => {
    const thief = target.clientFor(assumeRole(operatorRoleArn, 'CognitoIdentityCredentials'));
    const { query, variables } = withVariables(root);
    const { errors } = await thief.call(query, variables);
    expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  });

  it.each(named)('of an identity call %s', async (_, root) => {
    const thief = target.clientFor({
      ...assumeRole(operatorRoleArn, 'CognitoIdentityCredentials'),
      cognito: { identityId: target.guest.identityId, identityPoolId: deployment.identityPool.id },
    });
    const { query, variables } = withVariables(root);
    const { errors } = await thief.call(query, variables);
    expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  });
});

describe('invalid arguments change nothing but the list of actions', () => {
  const invalid: [field: string, errorType: string, changes: Record<string, unknown>][] = [
    ['changeSettings', 'InvalidSettings', settings],
    ['changeSettings', 'InvalidSettings', { ...settings, roundSeconds: 0 }],
    ['changeSettings', 'InvalidSettings', { ...settings, roundSeconds: -60 }],
    ['changeSettings', 'InvalidSettings', { ...settings, roundSeconds: 13 }],
    ['changeSettings', 'InvalidSettings', { ...settings, slowModeSeconds: -1 }],
    ['changeSettings', 'InvalidSettings', { ...settings, slowModeSeconds: hostLimits.maxSlowModeSeconds + 1 }],
    ['changeSettings', 'InvalidSettings', { ...settings, blockedWords: [' '] }],
    ['changeSettings', 'InvalidSettings', { ...settings, blockedWords: ['x'.repeat(41)] }],
    ['changeSettings', 'InvalidSettings', { ...settings, blockedWords: Array<string>(1000).fill('a') }],
    ['setPlaylist', 'InvalidPlaylist', { entries: [{ id: '', movie }] }],
    ['setPlaylist', 'InvalidPlaylist', { entries: [{ id: 'x'.repeat(65), movie }] }],
    ['setPlaylist', 'InvalidPlaylist', { entries: [0, 0].map(() => ({ id: 'twice', movie })) }],
    ['setPlaylist', 'InvalidPlaylist', { entries: Array.from({ length: 101 }, (_, id) => ({ id: `${id}`, movie })) }],
    ['setPlaylist', 'InvalidPlaylist', { entries: [{ id: '1', movie: { ...movie, poster: 'javascript:alert(1)' } }] }],
    ['setPlaylist', 'InvalidPlaylist', { entries: [{ id: '1', movie: { ...movie, poster: '//evil.example/x' } }] }],
    ['setPlaylist', 'InvalidPlaylist', { entries: [{ id: '1', movie: { ...movie, synopsis: 'x'.repeat(2001) } }] }],
    ['setPlaylist', 'InvalidPlaylist', { entries: [{ id: '1', movie: { ...movie, source: '__proto__' } }] }],
    ['setMessageRemoved', 'InvalidMessage', { messageId: '__proto__' }],
    ['setMessageRemoved', 'InvalidMessage', { messageId: `${messageId}0` }],
    ['setMessageRemoved', 'InvalidMessage', { messageId: 'x'.repeat(100_000) }],
    [
      'setReportClosed',
      'UnknownReport',
      { id: JSON.stringify([messageId, 'aaaaaaaaaaaa', 'Eve', 'Never sent']), isClosed: true },
    ],
    ['setReportClosed', 'UnknownReport', { id: '__proto__', isClosed: false }],
    ['setReportClosed', 'UnknownReport', { id: '', isClosed: true }],
    ['setReportClosed', 'UnknownReport', { id: `["${'x'.repeat(100_000)}"]`, isClosed: true }],
    ['pinMessage', 'InvalidMessage', { message: { id: messageId, nickname: '', text: 'Hi', isHost: true } }],
    ['pinMessage', 'InvalidMessage', { message: { id: messageId, nickname: 'Ada', text: 'x'.repeat(281) } }],
    ['pinMessage', 'InvalidMessage', { message: { id: '0', nickname: 'Ada', text: 'Hi' } }],
    ['muteSender', 'InvalidMute', { sender: 'forged', seconds: 1 }],
    ['muteSender', 'InvalidMute', { sender: 'aaaaaaaaaaaa', seconds: -1 }],
    ['muteSender', 'InvalidMute', { sender: 'aaaaaaaaaaaa', seconds: hostLimits.maxMuteSeconds + 1 }],
  ];

  it.each(invalid)('%s: %s for %j', async (field, errorType, changes) => {
    target.allowChanges();
    const untouched = async () =>
      Promise.all(['Show', 'Playlist', 'ChatThrottle', 'Round', 'CategoryRecord', 'Report'].map((t) => target.rows(t)));
    const before = await untouched();
    const recorded = (await target.rows('HostAction')).length;
    expect(typesOf(await call(target.operator(), field, changes))).toEqual([errorType]);
    expect(await untouched()).toEqual(before);
    expect(await target.rows('HostAction')).toHaveLength(recorded + 1);
    expect(await target.takeReceivedUpdates()).toEqual([]);
  });

  it.each([
    ['rounds', 'InvalidRange', { from: 200, to: 200, nextToken: null }],
    ['rounds', 'InvalidRange', { from: 2 ** 31 - 1, to: -(2 ** 31), nextToken: null }],
    ['searchMovies', 'InvalidText', { text: 'x'.repeat(101) }],
  ])('%s: %s for %j', async (field, errorType, changes) => {
    expect(typesOf(await call(target.operator(), field, changes))).toEqual([errorType]);
  });

  it('a page token of nobody', async () => {
    const { data, errors } = await call(target.operator(), 'rounds', { from: 0, to: 60, nextToken: 'forged' });
    expect(data?.rounds ?? null).toBeNull();
    expect(errors).toHaveLength(1);
  });
});

describe('an operator', () => {
  beforeEach(() => {
    target.allowChanges();
  });

  it('sees the show, and everybody sees the change', async () => {
    const { data } = await call(target.operator(), 'changeSettings', { ...settings, areVotesHidden: true });
    expect(data?.changeSettings).toMatchObject({ areVotesHidden: true, isChatOpen: true });
    expect(await target.takeReceivedUpdates()).toEqual([{ onShow: data?.changeSettings }]);
    const view = await call(target.operator(), 'hostView');
    expect(view.errors).toBeUndefined();
    expect(view.data?.hostView).toMatchObject({ show: data?.changeSettings as object, playlist: [], blockedWords: [] });
    const snapshot = await target.guest.call('{ snapshot { show { version areVotesHidden } } }');
    expect(snapshot.data?.snapshot).toMatchObject({ show: { areVotesHidden: true } });
    await call(target.operator(), 'changeSettings', { ...settings, areVotesHidden: false });
  });

  it('closes a report for all operators, and opens it again', async () => {
    const messageId = '0:33333333-2222-4333-8444-555555555555';
    await report(await target.newGuest(), { messageId });
    const id = JSON.stringify([messageId, 'aaaaaaaaaaaa', 'Eve', 'Buy this']);
    const isListed = async () => {
      const { data } = await call(target.operator(), 'reports');
      return (data?.reports as { id: string }[]).some((one) => one.id === id);
    };
    expect(await isListed()).toBe(true);
    expect((await call(target.operator(), 'setReportClosed', { id, isClosed: true })).errors).toBeUndefined();
    expect(await isListed()).toBe(false);
    await report(await target.newGuest(), { messageId });
    expect(await isListed()).toBe(false);
    await call(target.operator(), 'setReportClosed', { id, isClosed: false });
    expect(await isListed()).toBe(true);
  });

  it('sees who is muted after more actions than the list of actions has', async () => {
    const muted = { sender: '123456789abc', nickname: 'Eve', seconds: 600 };
    await call(target.operator(), 'muteSender', muted);
    for (let index = 0; index < hostLimits.hostListLength + 5; index += 1)
      await call(target.operator(), 'changeSettings', { ...settings, slowModeSeconds: index % 2 });
    const listed = async () => {
      const { data } = await call(target.operator(), 'mutes');
      return (data?.mutes as { sender: string }[]).filter(({ sender }) => sender === muted.sender);
    };
    const mutedUntil = expect.any(Number) as number;
    expect(await listed()).toEqual([{ sender: muted.sender, nickname: 'Eve', mutedUntil }]);
    await call(target.operator(), 'muteSender', { ...muted, seconds: 0 });
    expect(await listed()).toEqual([]);
    await call(target.operator(), 'changeSettings', { ...settings, slowModeSeconds: 0 });
  });

  it('writes although somebody has muted the identity', async () => {
    const host = target.operator('11111111-2222-4333-8444-000000000008');
    const mute = (seconds: number) => call(host, 'muteSender', { sender: senderOf(host), nickname: 'Ann', seconds });
    await mute(600);
    expect((await send(host, 'Welcome')).errors).toBeUndefined();
    await mute(0);
  });

  it('is named in the list of actions', async () => {
    const sub = '11111111-2222-4333-8444-000000000007';
    await call(target.operator(sub), 'setPlaylist', { entries: [{ id: '1', movie }], isRepeating: true });
    const { data } = await call(target.operator(), 'hostActions');
    expect((data?.hostActions as object[])[0]).toMatchObject({ operator: sub, action: 'setPlaylist' });
    const view = await call(target.operator(), 'hostView');
    expect(view.data?.hostView).toMatchObject({ playlist: [{ id: '1' }], isPlaylistRepeating: true });
    const [row] = await target.rows('Show');
    expect(Object.keys(row ?? {})).not.toContain('entries');
    await call(target.operator(), 'setPlaylist', { entries: [], isRepeating: false });
  });

  it('removes, restores and pins messages', async () => {
    const operator = target.operator();
    const pinned = { id: messageId, nickname: 'Ada', text: 'Welcome', isHost: true };
    expect((await call(operator, 'pinMessage', { message: pinned })).data?.pinMessage).toMatchObject({ pinned });
    const removed = await call(operator, 'setMessageRemoved', { messageId, isRemoved: true });
    expect(removed.data?.setMessageRemoved).toMatchObject({ pinned: null, removedMessages: [messageId] });
    const restored = await call(operator, 'setMessageRemoved', { messageId, isRemoved: false });
    expect(restored.data?.setMessageRemoved).toMatchObject({ removedMessages: [] });
  });

  it('removes 40 messages at once: each is removed or refused, and none is lost', async () => {
    const ids = Array.from(
      { length: 40 },
      (_, index) => `0:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    );
    const answers = await Promise.all(
      ids.map((messageId) => call(target.operator(), 'setMessageRemoved', { messageId, isRemoved: true })),
    );
    const accepted = ids.filter((_, index) => !answers[index]?.errors);
    for (const answer of answers) if (answer.errors) expect(typesOf(answer)).toEqual(['Conflict']);
    expect(accepted.length).toBeGreaterThan(0);
    const [row] = await target.rows('Show');
    expect([...(row?.removedMessages as string[])].sort()).toEqual(accepted.slice(-limits.removedMessages).sort());
  });

  it('resets the leaderboard', async () => {
    const { data, errors } = await call(target.operator(), 'resetLeaderboard');
    expect(errors).toBeUndefined();
    expect((data?.resetLeaderboard as { leaderboardResetAt: number }).leaderboardResetAt).toBeGreaterThan(
      Date.now() / 1000 - 60,
    );
    expect(await target.rows('CategoryRecord')).toEqual([]);
    expect(categories.length).toBeGreaterThan(0);
  });

  it('skips the movie once, pauses twice, and continues', async () => {
    const operator = target.operator();
    const roundId = await target.currentRoundId(10);
    const skips = await Promise.all(Array.from({ length: 5 }, () => call(operator, 'skipMovie')));
    expect(skips.filter(({ errors }) => !errors)).toHaveLength(1);
    for (const skip of skips) if (skip.errors) expect(typesOf(skip)).toEqual(['NothingToSkip']);
    expect(await target.rows('Show')).toMatchObject([{ endedRound: roundId }]);
    const [round] = (await target.rows('Round')).filter(({ startsAt }) => String(startsAt) === roundId);
    expect(Number(round?.endsAt)).toBeLessThan(Number(roundId) + roundSeconds);
    expect(await target.rows('Show')).toMatchObject([{ endedAt: round?.endsAt }]);
    for (const isPaused of [true, true, false])
      expect((await call(operator, 'setPaused', { isPaused })).data?.setPaused).toMatchObject({ isPaused });
    expect(typesOf(await call(operator, 'skipMovie'))).toEqual(['NothingToSkip']);
  });

  it('reads rounds in pages', async () => {
    const { data, errors } = await call(target.operator(), 'rounds', { from: 0, to: 2 ** 31 - 1, nextToken: null });
    expect(errors).toBeUndefined();
    expect((data?.rounds as { rounds: object[] }).rounds).toBeInstanceOf(Array);
  });
});

describe('a guest', () => {
  beforeEach(() => {
    target.allowChanges();
  });

  it.each([
    ['as an argument', 'mutation { sendMessage(nickname: "Eve", text: "hi", isHost: true) { id isHost } }'],
    ['as an argument of another type', 'mutation { sendMessage(nickname: "Eve", text: "hi", isHost: "true") { id } }'],
  ])('forges isHost %s', async (_, query) => {
    const { data } = await (await target.newGuest()).call(query);
    expect(data).toBeNull();
    expect(await target.takeReceivedUpdates()).toEqual([]);
  });

  it('forges isHost by an alias', async () => {
    const guest = await target.newGuest();
    const { errors } = await guest.call(
      'mutation { sendMessage(nickname: "Eve", text: "hi") { id nickname text sender sentAt isHost: sentAt host: isHost } }',
    );
    expect(errors).toBeUndefined();
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text: 'hi', isHost: false } }]);
  });

  it('is marked as a host by nothing, and an operator is', async () => {
    expect((await send(await target.newGuest(), 'hi')).data?.sendMessage).toMatchObject({ isHost: false });
    expect((await send(target.operator(), 'hello')).data?.sendMessage).toMatchObject({ isHost: true });
  });

  it('who is muted writes under another name, in another room and as another sender', async () => {
    const guest = await target.newGuest();
    const mute = await call(target.operator(), 'muteSender', {
      sender: senderOf(guest),
      nickname: 'Eve',
      seconds: 600,
    });
    expect(mute.errors).toBeUndefined();
    const { mutedUntil } = mute.data?.muteSender as { mutedUntil: number };
    await target.takeReceivedUpdates();
    for (const changes of [{}, { nickname: 'Ada' }, { nickname: 'Ada', room: null }]) {
      const { errors } = await send(guest, 'hi', changes);
      expect(errors).toMatchObject([{ errorType: 'Muted', errorInfo: { mutedUntil } }]);
    }
    // A report must not end the mute, nor shorten the life of its row.
    expect((await report(guest)).data).toEqual({ reportMessage: true });
    expect(typesOf(await send(guest, 'hi'))).toEqual(['Muted']);
    const row = (await target.rows('ChatThrottle')).find(({ id }) => id === senderOf(guest));
    expect(Number(row?.expiresAt)).toBeGreaterThan(mutedUntil);
    expect(await target.takeReceivedUpdates()).toEqual([]);
    await call(target.operator(), 'muteSender', { sender: senderOf(guest), nickname: 'Eve', seconds: 0 });
    expect((await send(guest, 'hi again')).errors).toBeUndefined();
  });

  it('writes while the chat is closed, and the operators go on', async () => {
    await call(target.operator(), 'changeSettings', { ...settings, isChatOpen: false });
    expect(typesOf(await send(await target.newGuest(), 'hi'))).toEqual(['ChatClosed']);
    expect((await send(target.operator('11111111-2222-4333-8444-000000000002'), 'closed')).errors).toBeUndefined();
    await call(target.operator(), 'changeSettings', { ...settings, isChatOpen: true });
    expect((await send(await target.newGuest(), 'hi')).errors).toBeUndefined();
  });

  it('writes again in slow mode, and a refused message does not count', async () => {
    await call(target.operator(), 'changeSettings', { ...settings, slowModeSeconds: 30, blockedWords: ['spoiler'] });
    const guest = await target.newGuest();
    expect(typesOf(await send(guest, 'a spoiler'))).toEqual(['BlockedWord']);
    expect((await send(guest, 'hi')).errors).toBeUndefined();
    const { errors } = await send(guest, 'hi');
    expect(errors).toMatchObject([{ errorType: 'SlowDown', message: expect.stringContaining('30 s') as string }]);
    await call(target.operator(), 'changeSettings', { ...settings, slowModeSeconds: 0, blockedWords: [] });
  });

  it.each([
    'SPOILER',
    'ｓｐｏｉｌｅｒ',
    '𝘀𝗽𝗼𝗶𝗹𝗲𝗿',
    'ⓢⓟⓞⓘⓛⓔⓡ',
    'spo\u200biler',
    'spo\u2060iler',
    'spo\u00adiler',
    'spo\ufe0filer',
    's\u0336p\u0336o\u0336i\u0336l\u0336e\u0336r',
    '(spoiler)',
    'spoiler!!!',
    '"spoiler"',
  ])('writes a blocked word as %s', async (word) => {
    await call(target.operator(), 'changeSettings', { ...settings, blockedWords: ['Spoiler'] });
    const guest = await target.newGuest();
    expect(typesOf(await send(guest, `a ${word} here`))).toEqual(['BlockedWord']);
    expect(typesOf(await send(guest, 'hi', { nickname: word }))).toEqual(['BlockedWord']);
    await call(target.operator(), 'changeSettings', { ...settings, blockedWords: [] });
  });

  it('reports a message 20 times at once, and again: it counts once', async () => {
    const guest = await target.newGuest();
    const answers = await Promise.all(Array.from({ length: 20 }, () => report(guest)));
    target.countAttacks(19);
    expect(answers.filter(({ errors }) => !errors).length).toBeLessThanOrEqual(3);
    for (const answer of answers) if (answer.errors) expect(typesOf(answer)).toEqual(['SlowDown']);
    const reporters = (await target.rows('Report')).flatMap(({ reporters }) => [...(reporters as Set<string>)]);
    expect(reporters.filter((reporter) => reporter === senderOf(guest))).toHaveLength(1);
  });

  it('reports with other texts and another sender: they are counted apart', async () => {
    const messageId = '0:22222222-2222-4333-8444-555555555555';
    await report(await target.newGuest(), { messageId });
    await report(await target.newGuest(), { messageId, sender: 'bbbbbbbbbbbb', nickname: 'Ada', text: 'Nice' });
    const { data } = await call(target.operator(), 'reports');
    expect(data?.reports).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ messageId, sender: 'aaaaaaaaaaaa', nickname: 'Eve', text: 'Buy this', reports: 1 }),
        expect.objectContaining({ messageId, sender: 'bbbbbbbbbbbb', nickname: 'Ada', text: 'Nice', reports: 1 }),
      ]),
    );
  });

  it.each([
    { messageId: 'forged' },
    { messageId: `8192${messageId}` },
    { messageId: 'x'.repeat(100_000) },
    { sender: 'forged' },
    { sender: '__proto__' },
    { nickname: '' },
    { text: 'x'.repeat(281) },
    { text: '\u202e' },
  ])('reports %j', async (changes) => {
    const before = await target.rows('Report');
    expect(typesOf(await report(await target.newGuest(), changes))).toEqual(['InvalidMessage']);
    expect(await target.rows('Report')).toEqual(before);
  });

  it('casts votes with a forged end', async () => {
    const roundId = await target.currentRoundId(10);
    const love = { ...Object.fromEntries(categories.map((category) => [category, 0])), love: 1 };
    const cast = async (changes: object) =>
      call(await target.newGuest(), 'castVotes', { roundId, ...love, ...changes });
    expect((await cast({ endsAt: Number(roundId) + roundSeconds })).errors).toBeUndefined();
    for (const endsAt of [Number(roundId) + 61, 2 ** 31 - 1])
      expect(typesOf(await cast({ endsAt }))).toEqual(['InvalidRound']);
    for (const endsAt of [0, -1, -(2 ** 31), Number(roundId) - 60])
      expect(typesOf(await cast({ endsAt }))).toEqual(['RoundOver']);
    const old = Number(roundId) - 86_400;
    expect(typesOf(await cast({ roundId: String(old), endsAt: Number(roundId) + 60 }))).toEqual(['InvalidRound']);
  });
});
