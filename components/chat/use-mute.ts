'use client';

import { useEffect, useState } from 'react';
import { useServerNow } from '../show/show-context';

/** A host can end a mute early, and the page is not told. So the guest can try again after this time. */
const retryMs = 15_000;

/** Until when a host has muted this guest, in epoch milliseconds; null if the guest can write or try again. */
export function useMute(): [number | null, (until: number) => void] {
  const now = useServerNow();
  const [until, setUntil] = useState<number | null>(null);

  useEffect(() => {
    if (until === null) return;
    const timer = setTimeout(() => setUntil(null), Math.min(until - now(), retryMs));
    return () => clearTimeout(timer);
  }, [until, now]);

  return [until, setUntil];
}
