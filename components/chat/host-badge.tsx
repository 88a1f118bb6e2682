'use client';

import { useLanguage } from '../language/language-context';
import styles from './host-badge.module.css';

/** Marks a host. It is beside the name and filled, which no character of a nickname can imitate. */
export function HostBadge() {
  const { texts } = useLanguage();
  return (
    <span className={styles.badge}>
      <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
        <path d="M12 2l8 3v6c0 5-3.4 9.4-8 11-4.6-1.6-8-6-8-11V5z" />
      </svg>
      <span>{texts.chat.host}</span>
    </span>
  );
}
