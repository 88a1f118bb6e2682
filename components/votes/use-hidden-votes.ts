'use client';

import type { ShowStatus } from '../../live/show-status';
import { useShow } from '../show/show-context';

/** In place of a number. */
export const hiddenCount = '•••';

/**
 * Whether screens show no votes of others until voting closes. They receive them nevertheless: this makes a show more
 * exciting, and keeps nothing secret.
 */
export function useHiddenVotes(status: ShowStatus): boolean {
  return useShow((state) => state.controls.areVotesHidden) && status === 'open';
}
