'use client';

import { useEffect, useState } from 'react';
import { useHostSession } from './host-context';

/** The server's time, in epoch milliseconds, read again at an interval. */
export function useClock(intervalMs: number): number {
  const { clock } = useHostSession();
  const [now, setNow] = useState(() => clock.now());

  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), intervalMs);
    return () => clearInterval(timer);
  }, [clock, intervalMs]);

  return now;
}
