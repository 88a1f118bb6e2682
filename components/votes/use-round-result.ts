'use client';

import { useEffect, useMemo, useState } from 'react';
import type { RoundResult } from '../../live/backend';
import { resultAt, resultLeftMs } from '../../live/round-result';
import { useServerNow, useShow } from '../show/show-context';

/** The result that is to be shown now. */
export function useRoundResult(): RoundResult | null {
  const now = useServerNow();
  const round = useShow((state) => state.round);
  const recent = useShow((state) => state.recentRounds);
  const tallied = useShow((state) => state.serverTotals);
  const voters = useShow((state) => state.voters);
  const [lookedAt, setLookedAt] = useState(now);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      setLookedAt(now());
      const leftMs = resultLeftMs(round, now());
      if (leftMs !== null) timer = setTimeout(look, leftMs + 1);
    };
    look();
    return () => clearTimeout(timer);
  }, [round, now]);

  return useMemo(
    () => resultAt({ round, recentRounds: recent, serverTotals: tallied, voters }, lookedAt),
    [round, recent, tallied, voters, lookedAt],
  );
}
