'use client';

import { useSyncExternalStore } from 'react';
import { failureTexts } from '../../languages/failure';
import type { Language } from '../../languages/language';
import { loadNoticeId } from './load-notice-id';
import styles from './load-notice.module.css';

const never = () => () => undefined;

/** Says that the page is incomplete. The early script shows it if the page's scripts do not run, and React removes it. */
export function LoadNotice({ language }: { language: Language }) {
  const isRunning = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (isRunning) return null;
  const texts = failureTexts[language];
  return (
    <div id={loadNoticeId} className={styles.notice} role="alert" hidden>
      <p>{texts.incomplete}</p>
      {/* An empty link reloads the page without a script. */}
      {/* eslint-disable-next-line jsx-a11y/anchor-is-valid */}
      <a href="">{texts.reload}</a>
    </div>
  );
}
