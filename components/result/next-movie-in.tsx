'use client';

import { useEffect, useState } from 'react';
import { fill } from '../../languages/texts';
import { secondsToNextMovie } from '../../live/countdown';
import { dueAtMs } from '../../live/phase';
import { useLanguage } from '../language/language-context';
import { useServerNow, useShow } from '../show/show-context';

/** The seconds until the next movie is due. */
export function NextMovieIn() {
  const { texts } = useLanguage();
  const now = useServerNow();
  const round = useShow((state) => state.round);
  const [seconds, setSeconds] = useState(() => round && secondsToNextMovie(round, now()));

  useEffect(() => {
    if (round === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setSeconds(secondsToNextMovie(round, now()));
      const leftMs = dueAtMs(round) - now();
      if (leftMs > 0) timer = setTimeout(tick, (leftMs % 1000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [round, now]);

  return seconds ? <span>{fill(texts.result.nextIn, { seconds })}</span> : null;
}
