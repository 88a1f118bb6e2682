'use client';

import { useState } from 'react';
import { fill } from '../../languages/texts';
import type { Message } from '../../live/backend';
import type { ReportedMessage } from '../../live/host-backend';
import { useLanguage } from '../language/language-context';
import { Button } from './button';
import { Card } from './card';
import { useAct, useHost } from './host-context';
import { useHostTexts } from './host-texts';
import styles from './lines.module.css';
import { useModeration } from './moderation';
import { MuteButtons } from './mute-buttons';

const none: readonly ReportedMessage[] = [];

/** What guests have reported. A guest can claim anything in a report, so what this page has seen itself counts more. */
export function Reports() {
  const { reports: texts } = useHostTexts();
  const reports = useHost((state) => state.reports ?? none);
  const messages = useHost(({ screen }) => screen.messages);
  const removed = useHost(({ view }) => view?.show.removedMessages);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const act = useAct();

  const dismiss = (id: string) => {
    setDismissed((ids) => new Set([...ids, id]));
    const restore = () => {
      setDismissed((ids) => new Set([...ids].filter((one) => one !== id)));
      return Promise.resolve();
    };
    void act(() => Promise.resolve(), { done: texts.dismissed, undo: restore });
  };

  const open = reports.filter(({ messageId }) => !dismissed.has(messageId) && !removed?.includes(messageId));
  return (
    <Card title={texts.title}>
      {open.length === 0 ? (
        <p className={styles.note}>{texts.empty}</p>
      ) : (
        <ul className={styles.list}>
          {open.map((report) => (
            <Report
              key={report.messageId}
              report={report}
              seen={messages.find(({ id }) => id === report.messageId)}
              onDismiss={() => dismiss(report.messageId)}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

interface ReportProps {
  report: ReportedMessage;
  /** The message as this page has received it. */
  seen: Message | undefined;
  onDismiss: () => void;
}

function Report({ report, seen, onDismiss }: ReportProps) {
  const { reports: texts, chat } = useHostTexts();
  const { format } = useLanguage();
  const { remove } = useModeration();
  const { nickname, text, sender } = seen ?? report;
  const note = () => {
    if (!seen) return texts.asReported;
    return seen.text === report.text ? texts.seen : texts.differs;
  };
  return (
    <li className={styles.line}>
      <div className={styles.text}>
        <p className={styles.main}>
          <strong>
            <bdi>{nickname}</bdi>
          </strong>
          <span className={styles.note}>{format.count(texts.count, report.reports)}</span>
        </p>
        <p dir="auto">{text}</p>
        <p className={styles.note}>{note()}</p>
      </div>
      <div className={styles.buttons}>
        <Button onClick={() => remove({ id: report.messageId, nickname })}>{chat.remove}</Button>
        <MuteButtons sender={{ sender, nickname }} />
        <Button look="plain" aria-label={fill(texts.dismissNamed, { name: nickname })} onClick={onDismiss}>
          {texts.dismiss}
        </Button>
      </div>
    </li>
  );
}
