'use client';

import { useEffect, useRef } from 'react';
import type { Formatter } from '../../languages/formatter';
import type { Texts } from '../../languages/texts';
import type { Phase } from '../../live/phase';
import { useLanguage } from '../language/language-context';
import { useServerNow, useShow } from '../show/show-context';
import { prefersReducedMotion } from '../theme/motion';
import styles from './countdown.module.css';

/** The disc is corrected if it and the clock differ by more than this. */
const toleranceMs = 60;

/** In the last seconds, the number is red and the dial pulses. */
const lastSeconds = 3;

const pulse = { transform: ['scale(1)', 'scale(1.12)', 'scale(1)'] };

/** The halves of the disc turn out of view one after the other. Transforms run on the compositor, which saves power. */
const [hidden, visible] = [{ transform: 'rotate(180deg)' }, { transform: 'rotate(0)' }];
const turns: Keyframe[][] = [
  [visible, { ...hidden, offset: 0.5 }, hidden],
  [visible, { ...visible, offset: 0.5 }, hidden],
];

/**
 * The time left to vote, as the countdown of a film reel: a disc that empties, and the seconds. The browser animates the
 * disc and a timer writes the seconds and the caption; React renders once a round.
 */
export function Countdown({ phase }: { phase: Phase }) {
  const round = useShow((state) => state.round);
  const now = useServerNow();
  const { texts, format } = useLanguage();
  const dial = useRef<HTMLDivElement>(null);
  const disc = useRef<HTMLSpanElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const caption = useRef<HTMLSpanElement>(null);
  const timer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (round === null || disc.current === null) return;
    const startsAtMs = round.startsAt * 1000;
    const durationMs = round.endsAt * 1000 - startsAtMs;
    const sweep = [...disc.current.children].flatMap(
      (half, index) =>
        half.firstElementChild?.animate(turns[index] ?? [], { duration: durationMs, fill: 'both' }) ?? [],
    );
    // With reduced motion, the disc moves once a second, with the number.
    if (prefersReducedMotion()) sweep.forEach((turn) => turn.pause());
    let next: ReturnType<typeof setTimeout>;
    const tick = () => {
      const elapsedMs = now() - startsAtMs;
      for (const turn of sweep) {
        if (Math.abs(Number(turn.currentTime) - elapsedMs) > toleranceMs) turn.currentTime = elapsedMs;
      }
      const leftMs = Math.max(0, durationMs - elapsedMs);
      const seconds = Math.ceil(leftMs / 1000);
      if (number.current) number.current.textContent = String(seconds);
      timer.current?.toggleAttribute('data-last', seconds <= lastSeconds);
      if (leftMs > 0 && caption.current) caption.current.textContent = format.count(texts.countdown.open, seconds);
      if (leftMs > 0 && seconds <= lastSeconds && !prefersReducedMotion())
        dial.current?.animate(pulse, { duration: 450, easing: 'ease-out' });
      if (leftMs > 0) next = setTimeout(tick, (leftMs % 1000) + 5);
    };
    tick();
    return () => {
      clearTimeout(next);
      sweep.forEach((turn) => turn.cancel());
    };
  }, [round, now, texts, format]);

  const secondsLeft = round ? Math.max(0, Math.ceil(round.endsAt - now() / 1000)) : 0;
  return (
    <div ref={timer} className={styles.countdown} data-phase={phase}>
      <div ref={dial} className={styles.dial} role="timer" aria-label={texts.countdown.label}>
        <svg viewBox="-50 -50 100 100" aria-hidden="true">
          <circle r="49.2" className={styles.plate} />
          <path d="M-43 0H43M0-43V43" className={styles.cross} />
          <circle r="43" className={styles.rim} />
          <circle r="34" className={styles.rim} />
        </svg>
        <span ref={disc} className={styles.sweep} aria-hidden="true">
          <span>
            <span />
          </span>
          <span>
            <span />
          </span>
        </span>
        <span ref={number} className={styles.number} suppressHydrationWarning>
          {secondsLeft}
        </span>
      </div>
      <span ref={caption} className={styles.caption} aria-hidden="true" suppressHydrationWarning>
        {captionOf(phase, secondsLeft, texts, format)}
      </span>
    </div>
  );
}

function captionOf(phase: Phase, secondsLeft: number, { countdown }: Texts, format: Formatter): string {
  if (phase === 'waiting') return '';
  return phase === 'open' ? format.count(countdown.open, secondsLeft) : countdown[phase];
}
