/** What hosts have set for everybody: pauses, early ends of rounds, the chat, the stage. */
import { limits } from '../amplify/limits';
import type { ShowControls } from './backend';

/** Before the first snapshot. Every state of the backend is newer. */
export const defaultControls: ShowControls = {
  version: -1,
  isPaused: false,
  roundSeconds: limits.roundSeconds,
  isChatOpen: true,
  slowModeSeconds: 0,
  removedMessages: [],
  stageChat: 'all',
  areVotesHidden: false,
};

/**
 * Returns the ids of all messages that are removed. The backend names the last ones only: an id that is missing belongs to
 * a restored message, unless so many others were removed since that it is not among the last ones any more. So if the list
 * was full, an id belongs to a restored message only if the backend still names one that was removed earlier.
 *
 * @param removed all known ids
 * @param before those that the backend named before, the one that was removed first in front
 * @param now those that it names now
 */
export function removedAfter(
  removed: ReadonlySet<string>,
  before: readonly string[],
  now: readonly string[],
): ReadonlySet<string> {
  const wasFull = Math.max(before.length, now.length) >= limits.removedMessages;
  const firstNamed = before.findIndex((id) => now.includes(id));
  const dropped = wasFull ? (firstNamed < 0 ? before.length : firstNamed) : 0;
  const restored = before.slice(dropped).filter((id) => !now.includes(id));
  const isSame = restored.length === 0 && now.every((id) => removed.has(id));
  return isSame ? removed : new Set([...removed, ...now].filter((id) => !restored.includes(id)));
}

/** The minimum time between two messages of a guest, in milliseconds. */
export function messageIntervalMs({ slowModeSeconds }: ShowControls): number {
  return Math.max(limits.messageIntervalMs, slowModeSeconds * 1000);
}
