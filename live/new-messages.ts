/** What has arrived in the chat since one last looked. */
import type { Message } from './backend';

/**
 * The messages after a known one.
 *
 * @param lastId the last message known; null: none. Once it has left the list, all of the list came after it
 */
export function messagesAfter(messages: readonly Message[], lastId: string | null): Message[] {
  if (lastId === null) return [...messages];
  return messages.slice(messages.findLastIndex(({ id }) => id === lastId) + 1);
}
