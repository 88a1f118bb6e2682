'use client';

import { ConnectionPill } from './connection-pill';
import styles from './header.module.css';
import { Wordmark } from './wordmark';

export function Header() {
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#vote">
        Skip to voting
      </a>
      <Wordmark />
      <ConnectionPill />
    </header>
  );
}
