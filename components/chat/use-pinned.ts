'use client';

import type { PinnedMessage } from '../../live/backend';
import { useShow } from '../show/show-context';

/** The message that a host has pinned; null if there is none, or if it has been removed. */
export function usePinned(): PinnedMessage | null {
  return useShow(({ controls: { pinned }, removedMessages }) =>
    pinned && !removedMessages.has(pinned.id) ? pinned : null,
  );
}
