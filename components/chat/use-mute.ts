'use client';

import { useEffect, useState } from 'react';
import { useServerNow } from '../show/show-context';

/** Browsers fire a longer timer at once. */
const maxTimerMs = 2 ** 31 - 1;

/** Until when a host has muted this guest, in epoch milliseconds, as far as the page knows; null otherwise. */
export function useMute(): [number | null, (until: number) => void] {
  const now = useServerNow();
  const [until, setUntil] = useState<number | null>(null);

  useEffect(() => {
    if (until === null) return;
    const timer = setTimeout(() => setUntil(null), Math.min(until - now(), maxTimerMs));
    return () => clearTimeout(timer);
  }, [until, now]);

  return [until, setUntil];
}
