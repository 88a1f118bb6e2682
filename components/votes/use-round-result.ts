'use client';

import { useEffect, useMemo, useState } from 'react';
import type { RoundResult } from '../../live/backend';
import { resultAt, resultLeftMs } from '../../live/round-result';
import { useServerNow, useShow } from '../show/show-context';

/** The result to show now; null if there is none. */
export function useRoundResult(): RoundResult | null {
  const now = useServerNow();
  const round = useShow((state) => state.round);
  const recent = useShow((state) => state.recentRounds);
  const serverTotals = useShow((state) => state.serverTotals);
  const voters = useShow((state) => state.voters);
  const [checkedAt, setCheckedAt] = useState(now);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const check = () => {
      setCheckedAt(now());
      const leftMs = resultLeftMs(round, now());
      if (leftMs !== null) timer = setTimeout(check, leftMs + 1);
    };
    check();
    return () => clearTimeout(timer);
  }, [round, now]);

  return useMemo(
    () => resultAt({ round, recentRounds: recent, serverTotals, voters }, checkedAt),
    [round, recent, serverTotals, voters, checkedAt],
  );
}
