'use client';

import { useEffect } from 'react';
import { useShow } from '../show/show-context';

/**
 * Renders the part around it anew if others have removed its elements from the page, which React does not notice. Checks
 * once a round. If that does not help, the part fails again and again, and the one around it is rendered anew.
 *
 * @param isWhole whether the elements are in the page; must stay the same function
 */
export function useRestored(isWhole: () => boolean): void {
  const roundId = useShow((state) => state.round?.roundId);
  useEffect(() => {
    if (!isWhole()) throw new Error('Elements of this part were removed from the page.');
  }, [isWhole, roundId]);
}
