'use client';

import { useEffect, useState } from 'react';
import { fill } from '../../languages/texts';
import { deviceTime } from '../../live/time';
import { useModerationTexts } from './use-moderation-texts';

interface SlowModeNoteProps {
  intervalMs: number;
  /** When the next message may be sent, by the monotonic clock; null if it may be sent at once. */
  waitsUntil: number | null;
}

/** Says how often one may write, and counts down to the next message. A screen reader reads the former only. */
export function SlowModeNote({ intervalMs, waitsUntil }: SlowModeNoteProps) {
  const texts = useModerationTexts();
  return (
    <>
      <span className={waitsUntil === null ? undefined : 'visually-hidden'}>
        {fill(texts.slowMode, { seconds: intervalMs / 1000 })}
      </span>
      {waitsUntil !== null && <NextMessageIn waitsUntil={waitsUntil} />}
    </>
  );
}

function NextMessageIn({ waitsUntil }: { waitsUntil: number }) {
  const texts = useModerationTexts();
  const [leftMs, setLeftMs] = useState(() => waitsUntil - deviceTime.elapsed());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const left = waitsUntil - deviceTime.elapsed();
      setLeftMs(left);
      if (left > 0) timer = setTimeout(tick, (left % 1000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [waitsUntil]);

  return (
    <span aria-hidden="true">{fill(texts.nextMessageIn, { seconds: Math.max(1, Math.ceil(leftMs / 1000)) })}</span>
  );
}
