'use client';

import { useEffect, useState } from 'react';
import { failureTexts } from '../../languages/failure';
import { isLanguage, type Language } from '../../languages/language';
import { MessagePage } from '../layout/message-page';
import styles from '../layout/message-page.module.css';
import { reloadWhenPossible } from './reload';

/** Enough to read the page. */
const reloadAfterMs = 8000;

/** Replaces a page that has failed, and reloads it. It needs nothing that may have failed too. */
export function ErrorPage() {
  const [language] = useState(languageOfDocument);
  const texts = failureTexts[language];
  useEffect(() => reloadWhenPossible(reloadAfterMs), []);
  return (
    <MessagePage title={texts.title} isAlert>
      <p>{texts.detail}</p>
      <button type="button" className={styles.button} onClick={() => location.reload()}>
        {texts.reload}
      </button>
    </MessagePage>
  );
}

/** The language of the page that has failed, or of the browser. */
export function languageOfDocument(): Language {
  const tags = [document.documentElement.lang, ...navigator.languages].map((tag) => tag.split('-')[0]);
  return tags.find(isLanguage) ?? 'en';
}
