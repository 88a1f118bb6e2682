import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import type { Message } from './backend';
import { memoryStore, type DeviceStore } from './device-store';
import { maxMessageAgeMs, maxStoredMessages, readConversation, writeConversation } from './stored-conversation';

const key = 'matinee.conversation';
const now = 1_800_000_000_000;
const nothing = { messages: [], chatRoom: null, sender: null };

const message = (id: string, changes: Partial<Record<keyof Message, unknown>> = {}) =>
  ({ id: `0:${id}`, nickname: 'Ann', text: 'Hello', sender: '000000000001', sentAt: now, ...changes }) as Message;

function stored(value: unknown): DeviceStore {
  const storage = memoryStore();
  storage.setItem(key, typeof value === 'string' ? value : JSON.stringify(value));
  return storage;
}

const conversation = {
  messages: [message('a'), message('b')],
  chatRoom: { room: 3, rooms: 64 },
  sender: '000000000001',
};

describe('a stored conversation', () => {
  it('is read as it was written', () => {
    const storage = memoryStore();
    writeConversation(storage, conversation);
    expect(readConversation(storage, now)).toEqual(conversation);
  });

  it('contains only the last messages', () => {
    const storage = memoryStore();
    const messages = Array.from({ length: maxStoredMessages + 5 }, (_, index) => message(String(index)));
    writeConversation(storage, { ...conversation, messages });
    expect(readConversation(storage, now).messages).toEqual(messages.slice(5));
    expect(readConversation(stored({ ...conversation, messages }), now).messages).toHaveLength(maxStoredMessages);
  });

  it('is removed if there are no messages', () => {
    const storage = stored(conversation);
    writeConversation(storage, nothing);
    expect(storage.getItem(key)).toBeNull();
  });

  it('is gone if the storage refuses a newer one', () => {
    const storage = stored(conversation);
    const full: DeviceStore = {
      ...storage,
      setItem: () => undefined,
    };
    writeConversation(full, conversation);
    expect(storage.getItem(key)).toBeNull();
  });

  it('contains no old message, and none from the future', () => {
    const messages = [
      message('old', { sentAt: now - maxMessageAgeMs }),
      message('new', { sentAt: now - maxMessageAgeMs + 1 }),
      message('early', { sentAt: now + maxMessageAgeMs }),
    ];
    expect(readConversation(stored({ ...conversation, messages }), now).messages.map(({ id }) => id)).toEqual([
      '0:new',
    ]);
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', []],
    ['no messages', { ...conversation, messages: {} }],
    ['twice the same message', { ...conversation, messages: [message('a'), message('a')] }],
  ])('is empty if it is %s', (_what, value) => {
    expect(readConversation(stored(value), now)).toEqual(nothing);
  });

  it.each([
    ['without an id', { id: '' }],
    ['with a long id', { id: 'x'.repeat(1000) }],
    ['without a name', { nickname: '\u3164' }],
    ['with a name that is too long', { nickname: 'x'.repeat(limits.maxNicknameLength + 1) }],
    ['without a text', { text: undefined }],
    ['with a text that is no text', { text: { toString: 'x' } }],
    ['with a pile of marks', { text: `Z${'\u0310'.repeat(50)}` }],
    ['with a sender that is no sender', { sender: 'x'.repeat(limits.senderLength + 1) }],
    ['without a time', { sentAt: null }],
  ])('leaves out a message %s', (_what, changes) => {
    const messages = [message('a'), message('b', changes)];
    expect(readConversation(stored({ ...conversation, messages }), now).messages).toEqual([message('a')]);
  });

  it('takes nothing else from a message', () => {
    const messages = [{ ...message('a'), isAdmin: true }];
    expect(readConversation(stored({ ...conversation, messages }), now).messages).toEqual([message('a')]);
  });

  it.each([{ room: 64, rooms: 64 }, { room: -1, rooms: 2 }, { room: 0.5, rooms: 2 }, { room: 0 }, 'x'])(
    'has no room if it is %j',
    (chatRoom) => {
      expect(readConversation(stored({ ...conversation, chatRoom }), now).chatRoom).toBeNull();
    },
  );
});
