'use client';

import type { Texts } from '../../languages/texts';
import { connectionStatus, type ConnectionStatus } from '../../live/show-status';
import { useLanguage } from '../language/language-context';
import { usePhase, useSession, useShow } from '../show/show-context';
import styles from './connection-pill.module.css';

export function ConnectionPill() {
  const session = useSession();
  const phase = usePhase();
  const connection = useShow((state) => state.connection);
  const status = connectionStatus(phase, connection);
  const isClockWrong = useShow((state) => state.connection !== 'live' && session?.clock.isDeviceClockWrong === true);
  const { texts } = useLanguage();
  const detail = isClockWrong ? texts.connection.clockDetail : statusDetail(status, texts);
  return (
    <p role="status" className={styles.pill} data-connection={status}>
      {/* A new pill for each width: one that moves counts as a layout shift. */}
      <span key={`${status} ${detail}`} className={styles.words}>
        <span className={styles.dot} aria-hidden="true" />
        <span>{texts.connection[status]}</span>
        {detail && <span className={styles.detail}>{`: ${detail}`}</span>}
      </span>
    </p>
  );
}

/** What works and what does not. */
function statusDetail(status: ConnectionStatus, { connection }: Texts): string | null {
  if (status === 'following') return connection.followingDetail;
  return status === 'blocked' ? connection.blockedDetail : null;
}
