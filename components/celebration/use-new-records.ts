'use client';

import { useEffect, useState } from 'react';
import type { LeaderboardEntry } from '../../live/backend';
import { RecordWatch } from '../../live/record-watch';
import { useSession } from '../show/show-context';

/** How long a record counts as new, in milliseconds. */
const newForMs = 4000;

/** The records that have just been broken, the latest last; none that stood when the page came. */
export function useNewRecords(): LeaderboardEntry[] {
  const session = useSession();
  const [records, setRecords] = useState<LeaderboardEntry[]>([]);

  useEffect(() => {
    if (session === null) return;
    const watch = new RecordWatch(session.getState());
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stopWatching = session.subscribe(() => {
      const broken = watch.look(session.getState());
      if (broken.length === 0) return;
      setRecords((known) => [...known, ...broken]);
      timers.add(setTimeout(() => setRecords((known) => known.filter((entry) => !broken.includes(entry))), newForMs));
    });
    return () => {
      stopWatching();
      timers.forEach(clearTimeout);
    };
  }, [session]);

  return records;
}
