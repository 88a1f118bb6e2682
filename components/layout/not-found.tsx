'use client';

import { useLanguage } from '../language/language-context';
import styles from './message-page.module.css';
import { Wordmark } from './wordmark';

/** The page at an address where there is none. */
export function NotFound() {
  const { texts } = useLanguage();
  return (
    <main className={styles.page}>
      <Wordmark />
      <h1>{texts.page.notFound}</h1>
      {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- the show starts with a page of the server's */}
      <a href="/">{texts.page.toTheShow}</a>
    </main>
  );
}
