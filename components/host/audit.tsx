'use client';

import type { RecordedAction } from '../../live/host-backend';
import { useLanguage } from '../language/language-context';
import { actionText, operatorText } from './audit-text';
import { Card } from './card';
import { useAccount, useHost } from './host-context';
import { useHostTexts } from './host-texts';
import styles from './lines.module.css';
import { readAction } from './recorded-action';
import { useTimeText } from './use-time-text';

const none: readonly RecordedAction[] = [];

/** What operators have done, newest first. */
export function Audit() {
  const texts = useHostTexts();
  const { format } = useLanguage();
  const account = useAccount();
  const actions = useHost((state) => state.actions ?? none);
  const timeText = useTimeText();
  return (
    <Card title={texts.audit.title}>
      {actions.length === 0 ? (
        <p className={styles.note}>{texts.audit.empty}</p>
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
