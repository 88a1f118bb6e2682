/**
 * The last messages that a tab has shown, for a reload of the page. The backend stores no messages. They are written when
 * the page is hidden or left, and not with each message.
 */
import { limits } from '../amplify/limits';
import type { Message } from './backend';
import type { ChatRoom } from './chat-room';
import { textProblem } from './chat-text';
import type { DeviceStore } from './device-store';

const key = 'matinee.conversation';

/** More than a screenful. */
export const maxStoredMessages = 40;

/** Browsers restore a tab with its storage, possibly days later. */
export const maxMessageAgeMs = 30 * 60_000;

const maxIdLength = 64;

export interface StoredConversation {
  messages: Message[];
  /** The chat room of the page; null if it was not known. */
  chatRoom: ChatRoom | null;
  /** The sender of this guest's messages; null if it was not known. */
  sender: string | null;
}

const nothing: StoredConversation = { messages: [], chatRoom: null, sender: null };

/** Stores the end of a conversation. If the storage refuses it, the one before is gone, too. */
export function writeConversation(storage: DeviceStore, { messages, chatRoom, sender }: StoredConversation): void {
  storage.removeItem(key);
  if (messages.length === 0) return;
  storage.setItem(key, JSON.stringify({ messages: messages.slice(-maxStoredMessages), chatRoom, sender }));
}

/** @param now the server's time, in epoch milliseconds */
export function readConversation(storage: DeviceStore, now: number): StoredConversation {
  try {
    return parse(JSON.parse(storage.getItem(key) ?? 'null'), now);
  } catch {
    return nothing;
  }
}

/** Validates what is stored: add-ons and other versions of this page write to the same storage. */
function parse(value: unknown, now: number): StoredConversation {
  if (!isObject(value) || !Array.isArray(value['messages'])) return nothing;
  const messages = value['messages'].slice(-maxStoredMessages).flatMap((message) => {
    const isUsable =
      isMessage(message) && message.sentAt > now - maxMessageAgeMs && message.sentAt < now + maxMessageAgeMs;
    return isUsable ? [message] : [];
  });
  const ids = messages.map(({ id }) => id);
  if (messages.length === 0 || new Set(ids).size < ids.length) return nothing;
  const { chatRoom, sender } = value;
  return {
    messages: messages.map(({ id, nickname, text, sender: from, sentAt, isHost }) => ({
      id,
      nickname,
      text,
      sender: from,
      sentAt,
      ...(isHost === true && { isHost }),
    })),
    chatRoom: isChatRoom(chatRoom) ? { room: chatRoom.room, rooms: chatRoom.rooms } : null,
    sender: isSender(sender) ? sender : null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The backend sends no other messages. */
function isMessage(value: unknown): value is Message {
  if (!isObject(value)) return false;
  const { id, nickname, text, sender, sentAt } = value;
  return (
    typeof id === 'string' &&
    id.length > 0 &&
    id.length <= maxIdLength &&
    typeof nickname === 'string' &&
    textProblem(nickname, limits.maxNicknameLength) === null &&
    typeof text === 'string' &&
    textProblem(text, limits.maxTextLength) === null &&
    isSender(sender) &&
    Number.isFinite(sentAt)
  );
}

function isSender(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= limits.senderLength;
}

function isChatRoom(value: unknown): value is ChatRoom {
  if (!isObject(value)) return false;
  const { room, rooms } = value;
  return (
    Number.isInteger(room) &&
    Number.isInteger(rooms) &&
    Number(room) >= 0 &&
    Number(room) < Number(rooms) &&
    Number(rooms) <= limits.maxRooms
  );
}
