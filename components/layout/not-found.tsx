'use client';

import { useLanguage } from '../language/language-context';
import styles from './message-page.module.css';
import { Wordmark } from './wordmark';

/** The page for unknown addresses. */
export function NotFound() {
  const { texts } = useLanguage();
  return (
    <main className={styles.page}>
      <Wordmark />
      <h1>{texts.page.notFound}</h1>
      {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- the show needs a page from the server */}
      <a href="/">{texts.page.toTheShow}</a>
    </main>
  );
}
