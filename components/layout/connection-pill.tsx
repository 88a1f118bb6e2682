'use client';

import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import styles from './connection-pill.module.css';

export function ConnectionPill() {
  const connection = useShow((state) => state.connection);
  const { texts } = useLanguage();
  // Explains what still works without a connection.
  const detail = {
    connecting: null,
    live: null,
    reconnecting: texts.connection.reconnectingDetail,
    offline: texts.connection.offlineDetail,
    blocked: texts.connection.blockedDetail,
  }[connection];
  return (
    <p role="status" className={styles.pill} data-connection={connection}>
      <span className={styles.dot} aria-hidden="true" />
      <span>{texts.connection[connection]}</span>
      {detail && <span className={styles.detail}>{`: ${detail}`}</span>}
    </p>
  );
}
