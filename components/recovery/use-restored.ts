'use client';

import { useEffect, type RefObject } from 'react';
import { useShow } from '../show/show-context';
import { reloadWhenPossible } from './reload';

/**
 * Renders the part around it anew if others have removed its element or what belongs into it, which React does not notice.
 * Checks once a round. If that does not help, the part fails again, and the one around it is rendered anew. If a copy is
 * in the element's place, which React cannot remove, the page reloads itself.
 *
 * @param ref an element with an id
 * @param isWhole whether the element contains what belongs into it; must stay the same function
 */
export function useRestored(ref: RefObject<HTMLElement | null>, isWhole: (element: HTMLElement) => boolean): void {
  const roundId = useShow((state) => state.round?.roundId);
  useEffect(() => {
    const element = ref.current;
    if (element === null || (element.isConnected && isWhole(element))) return;
    if (!element.isConnected && document.getElementById(element.id)) return reloadWhenPossible(0);
    throw new Error('Elements of this part were removed from the page.');
  }, [ref, isWhole, roundId]);
}
