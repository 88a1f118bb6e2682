'use client';

import { useLayoutEffect, useRef } from 'react';
import styles from './synopsis.module.css';

export interface Cut {
  /** The direction of the text: `ltr` or `rtl`. */
  direction: string;
  /** The space below the text, in pixels: no line is shown in part. */
  spaceBelow: number;
}

interface SynopsisProps {
  className?: string;
  children: string;
  /** Told where the text is cut if there is more than room for it. Null for a text that is leaving. */
  onCut: ((cut: Cut | null) => void) | null;
}

/** As many lines of a synopsis as there is room for. */
export function Synopsis({ className = '', children, onCut }: SynopsisProps) {
  const box = useRef<HTMLParagraphElement>(null);
  const lines = useRef<HTMLSpanElement>(null);
  const text = useRef<HTMLElement>(null);

  useLayoutEffect(() => {
    const [paragraph, visible, whole] = [box.current, lines.current, text.current];
    if (!(paragraph && visible && whole && onCut)) return;
    const measure = () => {
      const isCut = whole.offsetHeight > visible.offsetHeight + 1;
      if (!isCut) {
        visible.removeAttribute('data-cut');
        onCut(null);
        return;
      }
      // A text in another script than the page ends at the other side.
      const { direction } = getComputedStyle(whole);
      visible.setAttribute('data-cut', direction);
      onCut({ direction, spaceBelow: paragraph.offsetHeight - visible.offsetHeight });
    };
    // An observer's first call comes after the first layout. The label for more would move, which is a layout shift.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(paragraph);
    observer.observe(whole);
    return () => observer.disconnect();
  }, [children, onCut]);

  return (
    <p ref={box} className={`${styles.synopsis} ${className}`}>
      <span ref={lines} className={styles.lines}>
        <bdi ref={text} className={styles.text}>
          {children}
        </bdi>
      </span>
    </p>
  );
}
