'use client';

import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../language/language-context';
import styles from './share-button.module.css';

/** How long the link is said to be copied. */
const noticeMs = 2500;

type Outcome = 'copied' | 'copyByHand';

/** Passes the show on: by the device's own sheet, else by the clipboard, else by hand. */
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
    if ((await offer({ title: 'Matinee', text: texts.page.description, url })) === 'taken') return;
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

/** A person who closes the sheet has taken the offer, too. */
async function offer(data: ShareData): Promise<'taken' | 'impossible'> {
  if (!('canShare' in navigator && navigator.canShare(data))) return 'impossible';
  try {
    await navigator.share(data);
    return 'taken';
  } catch (error) {
    return (error as Error).name === 'AbortError' ? 'taken' : 'impossible';
  }
}

/** Without TLS, as in a local network, a page has no clipboard. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
