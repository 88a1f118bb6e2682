'use client';

import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../language/language-context';
import styles from './share-button.module.css';

/** How long the confirmation is shown. */
const noticeMs = 2500;

type Outcome = 'copied' | 'copyByHand';

/**
 * Shares the address of the app with the share sheet or, if that is unavailable, the clipboard or a field to copy from.
 */
export function ShareButton() {
  const { texts } = useLanguage();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const link = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (outcome === 'copyByHand') link.current?.select();
    if (outcome !== 'copied') return;
    const timer = setTimeout(setOutcome, noticeMs, null);
    return () => clearTimeout(timer);
  }, [outcome]);

  const share = async () => {
    const url = `${location.origin}/`;
    if ((await openShareSheet({ title: 'Matinee', text: texts.page.description, url })) === 'done') return;
    setOutcome((await copy(url)) ? 'copied' : 'copyByHand');
  };

  return (
    <div className={styles.share}>
      <button
        type="button"
        className={styles.button}
        aria-label={texts.share.share}
        title={texts.share.share}
        onClick={() => void share()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 15V3.5M7.75 7.25 12 3l4.25 4.25M7 11H5.5v9.5h13V11H17" />
        </svg>
      </button>
      <p className={styles.notice} aria-live="polite">
        {outcome && <span>{texts.share[outcome]}</span>}
      </p>
      {outcome === 'copyByHand' && (
        <input
          ref={link}
          className={styles.link}
          aria-label={texts.share.copyByHand}
          value={`${location.origin}/`}
          dir="ltr"
          readOnly
          onBlur={() => setOutcome(null)}
        />
      )}
    </div>
  );
}

/** A sheet that is closed without sharing counts as done. */
async function openShareSheet(data: ShareData): Promise<'done' | 'unavailable'> {
  if (!('canShare' in navigator && navigator.canShare(data))) return 'unavailable';
  try {
    await navigator.share(data);
    return 'done';
  } catch (error) {
    return error instanceof Error && error.name === 'AbortError' ? 'done' : 'unavailable';
  }
}

/** Returns false without a clipboard, as on pages without TLS. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
