'use client';

import type { Connection } from '../../live/show-reducer';
import { useShow } from '../show/show-context';
import styles from './connection-pill.module.css';

/** What is going on, and what still works meanwhile. */
const words: Record<Connection, { label: string; detail?: string }> = {
  connecting: { label: 'Connecting' },
  live: { label: 'Live' },
  reconnecting: { label: 'Reconnecting', detail: 'votes are kept' },
  offline: { label: 'Offline', detail: 'votes wait' },
};

export function ConnectionPill() {
  const connection = useShow((state) => state.connection);
  const { label, detail } = words[connection];
  return (
    <p role="status" className={styles.pill} data-connection={connection}>
      <span className={styles.lamp} aria-hidden="true" />
      {label}
      {detail && <span className={styles.detail}>: {detail}</span>}
    </p>
  );
}
