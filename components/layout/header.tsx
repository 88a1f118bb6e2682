'use client';

import { useLanguage } from '../language/language-context';
import { Part } from '../recovery/part';
import { ShareButton } from '../share/share-button';
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
      <div className={styles.end}>
        <Part isOptional>
          <ConnectionPill />
        </Part>
        <Part isOptional>
          <ShareButton />
        </Part>
      </div>
    </header>
  );
}
