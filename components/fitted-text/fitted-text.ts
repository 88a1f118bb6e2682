/** Text that is as large as its container allows. */
import type { CSSProperties } from 'react';
import { lineWidths } from './line-widths';
import styles from './fitted-text.module.css';

/** Scripts whose letters reach higher and lower than Latin ones. */
const tallScript = /[^\u0000-\u024f\u2000-\u206f]/;

interface FittedText {
  className: string;
  style: CSSProperties;
  'data-tall': true | undefined;
}

/**
 * Returns the attributes of an element whose text has the largest size at which it fits into its container. The element's
 * styles set `--max-size`, and can set `--room`, the height that the text may take. An ancestor needs `container-type: size`.
 */
export function fittedText(text: string): FittedText {
  const widths = lineWidths(text).map((width, index) => [`--width-${index + 1}`, width]);
  return {
    className: styles.fitted ?? '',
    style: Object.fromEntries(widths) as CSSProperties,
    'data-tall': tallScript.test(text) || undefined,
  };
}
