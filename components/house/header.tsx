'use client';

import { useLanguage } from '../language/language-context';
import { ConnectionPill } from './connection-pill';
import styles from './header.module.css';
import { Wordmark } from './wordmark';

export function Header() {
  const { texts } = useLanguage();
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#vote">
        {texts.page.skipToVoting}
      </a>
      <Wordmark />
      <ConnectionPill />
    </header>
  );
}
