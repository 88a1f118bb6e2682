'use client';

import { useLanguage } from '../language/language-context';
import { useSession, useShow } from '../show/show-context';
import styles from './connection-pill.module.css';

export function ConnectionPill() {
  const connection = useShow((state) => state.connection);
  const session = useSession();
  const isClockWrong = useShow((state) => state.connection !== 'live' && session?.clock.isDeviceClockWrong === true);
  const { texts } = useLanguage();
  // Explains what still works without a connection.
  const stateDetail = {
    connecting: null,
    live: null,
    reconnecting: texts.connection.reconnectingDetail,
    offline: texts.connection.offlineDetail,
    blocked: texts.connection.blockedDetail,
  }[connection];
  const detail = isClockWrong ? texts.connection.clockDetail : stateDetail;
  return (
    <p role="status" className={styles.pill} data-connection={connection}>
      <span className={styles.dot} aria-hidden="true" />
      <span>{texts.connection[connection]}</span>
      {detail && <span className={styles.detail}>{`: ${detail}`}</span>}
    </p>
  );
}
