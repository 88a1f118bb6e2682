'use client';

import { useLanguage } from '../language/language-context';
import { useTimeText } from '../language/use-time-text';
import { actionText, operatorText } from './audit-text';
import { Card } from './card';
import { useAccount, useHost } from './host-context';
import { useHostTexts } from './host-texts';
import styles from './lines.module.css';
import { readAction } from './recorded-action';

/** What operators have done, newest first. */
export function Audit() {
  const texts = useHostTexts();
  const { format } = useLanguage();
  const timeText = useTimeText();
  const account = useAccount();
  const known = useHost((state) => state.actions);
  const actions = known ?? [];
  return (
    <Card title={texts.audit.title}>
      {actions.length === 0 ? (
        known && <p className={styles.note}>{texts.audit.empty}</p>
      ) : (
        // A region that scrolls is reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ol className={styles.list} tabIndex={0}>
          {actions.map(readAction).map((action) => (
            <li key={action.id} className={styles.line}>
              <p className={styles.main}>
                <strong>{operatorText(action, account.id, texts)}</strong>
                <span>{actionText(action, texts, format)}</span>
              </p>
              <time className={styles.time} dateTime={new Date(action.at).toISOString()}>
                {timeText(action.at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
