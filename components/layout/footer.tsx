'use client';

import { useLanguage } from '../language/language-context';
import { LanguageSwitch } from '../language/language-switch';
import { useShow } from '../show/show-context';
import styles from './footer.module.css';

export function Footer() {
  const source = useShow((state) => state.round?.movie.source);
  const { texts } = useLanguage();
  return (
    <footer className={styles.footer}>
      <p>{source === 'tmdb' ? texts.page.tmdb : texts.page.publicDomain}</p>
      <div className={styles.end}>
        <a className={styles.stage} href="/stage" target="_blank" rel="noopener">
          {texts.stage.open}
        </a>
        <LanguageSwitch />
      </div>
    </footer>
  );
}
