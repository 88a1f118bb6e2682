/** Finds the chat messages that arrived after a known one. */
import type { Message } from './backend';

/**
 * Returns the messages after a known one.
 *
 * @param lastId id of the known message, or null. If it has left the list, all messages are newer
 */
export function messagesAfter(messages: readonly Message[], lastId: string | null): Message[] {
  if (lastId === null) return [...messages];
  return messages.slice(messages.findLastIndex(({ id }) => id === lastId) + 1);
}
