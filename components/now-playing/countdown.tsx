'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { secondsToNextMovie, secondsToVote } from '../../live/countdown';
import { closesAtMs, dueAtMs } from '../../live/phase';
import type { ShowStatus } from '../../live/show-status';
import type { ShownRound } from '../../live/round-end';
import { useLanguage } from '../language/language-context';
import { useServerNow, useShow } from '../show/show-context';
import { prefersReducedMotion } from '../theme/motion';
import styles from './countdown.module.css';
import { People } from './people';

/** The disc is corrected if it and the clock differ by more than this. */
const toleranceMs = 60;

/** In the last seconds, the number is red and the dial pulses. */
const lastSeconds = 3;

const pulse = { transform: ['scale(1)', 'scale(1.12)', 'scale(1)'] };

/**
 * The halves of the disc turn out of view one after the other until voting closes, and back until the next movie.
 * Transforms run on the compositor, which saves power.
 *
 * @param close the share of the round that is over when voting closes
 */
function turnsOf(close: number): Keyframe[][] {
  const [hidden, visible] = [{ transform: 'rotate(180deg)' }, { transform: 'rotate(0)' }];
  const [emptying, filling] = [close / 2, (1 + close) / 2];
  return [
    [visible, { ...hidden, offset: emptying }, { ...hidden, offset: filling }, visible],
    [visible, { ...visible, offset: emptying }, { ...hidden, offset: close }, { ...visible, offset: filling }, visible],
  ];
}

interface CountdownProps {
  status: ShowStatus;
  /** Stands above the caption. */
  children?: ReactNode;
}

/**
 * The time left to vote: a disc that empties, and the seconds. While the result is shown, the disc fills again until the
 * next movie. The browser animates the disc and a timer writes the seconds and the caption; React renders once a phase.
 */
export function Countdown({ status, children }: CountdownProps) {
  const round = useShow((state) => state.round);
  const now = useServerNow();
  const { texts, format } = useLanguage();
  const dial = useRef<HTMLDivElement>(null);
  const disc = useRef<HTMLSpanElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const caption = useRef<HTMLParagraphElement>(null);
  const timer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (round === null || disc.current === null) return;
    const startsAtMs = round.startsAt * 1000;
    const durationMs = dueAtMs(round) - startsAtMs;
    const votingMs = closesAtMs(round) - startsAtMs;
    // A host can pause the show in the second in which a round starts, so that it has no duration.
    const turns = turnsOf(durationMs > 0 ? votingMs / durationMs : 1);
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
      const nowMs = startsAtMs + elapsedMs;
      const seconds = secondsToVote(round, nowMs);
      if (number.current) number.current.textContent = String(seconds);
      timer.current?.toggleAttribute('data-last', seconds <= lastSeconds);
      const text = captionAt(round, nowMs, texts, format);
      if (caption.current && text !== null) caption.current.textContent = text;
      if (seconds > 0 && seconds <= lastSeconds && !prefersReducedMotion())
        dial.current?.animate(pulse, { duration: 450, easing: 'ease-out' });
      const leftMs = (seconds > 0 ? votingMs : durationMs) - elapsedMs;
      if (leftMs > 0) next = setTimeout(tick, (leftMs % 1000) + 5);
    };
    tick();
    return () => {
      clearTimeout(next);
      sweep.forEach((turn) => turn.cancel());
    };
  }, [round, now, texts, format]);

  const nowMs = now();
  return (
    <div ref={timer} className={styles.countdown} data-status={status}>
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
          {round && secondsToVote(round, nowMs)}
        </span>
      </div>
      <div className={styles.text}>
        {children}
        <p ref={caption} className={styles.caption} aria-hidden="true" suppressHydrationWarning>
          {(round && captionAt(round, nowMs, texts, format)) ?? captionOf(status, texts)}
        </p>
        {!status.startsWith('paused') && <People isShown={status === 'open'} />}
      </div>
    </div>
  );
}

/** The caption during a round; null after it. */
function captionAt(round: ShownRound, nowMs: number, texts: Texts, format: Formatter): string | null {
  const seconds = secondsToVote(round, nowMs);
  if (seconds > 0) return format.count(texts.countdown.open, seconds);
  const untilNext = secondsToNextMovie(round, nowMs);
  return untilNext > 0 ? fill(texts.result.nextIn, { seconds: untilNext }) : null;
}

function captionOf(status: ShowStatus, { countdown }: Texts): string {
  return status === 'over' ? countdown.over : '';
}
