'use client';

import { useEffect, useState } from 'react';
import type { LeaderboardEntry } from '../../live/backend';
import { RecordWatch } from '../../live/record-watch';
import { useSession } from '../show/show-context';

/** How long a record is celebrated. */
const celebrationMs = 4000;

/**
 * The records that were broken while the page is open, latest last and at most one per category. Records in the
 * rendered page or in its first snapshot are not new.
 *
 * @param forMs how long a record stays new; null for as long as the page is open
 */
export function useNewRecords(forMs: number | null = celebrationMs): LeaderboardEntry[] {
  const session = useSession();
  const [records, setRecords] = useState<LeaderboardEntry[]>([]);

  useEffect(() => {
    if (session === null) return;
    const watch = new RecordWatch(session.getState());
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stopWatching = session.subscribe(() => {
      const broken = watch.look(session.getState());
      if (broken.length === 0) return;
      const categories = new Set(broken.map(({ category }) => category));
      setRecords((known) => [...known.filter(({ category }) => !categories.has(category)), ...broken]);
      if (forMs === null) return;
      timers.add(setTimeout(() => setRecords((known) => known.filter((entry) => !broken.includes(entry))), forMs));
    });
    return () => {
      stopWatching();
      timers.forEach(clearTimeout);
    };
  }, [session, forMs]);

  return records;
}
