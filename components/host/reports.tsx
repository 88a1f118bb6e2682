'use client';

import { fill } from '../../languages/texts';
import type { Message } from '../../live/backend';
import type { ReportedMessage } from '../../live/host-backend';
import { openReports } from '../../live/host-state';
import { useLanguage } from '../language/language-context';
import { Button } from './button';
import { Card } from './card';
import { useHost } from './host-context';
import { useHostTexts } from './host-texts';
import styles from './lines.module.css';
import { useModeration } from './moderation';
import { MuteButtons } from './mute-buttons';
import { SenderTag } from './sender-tag';

/** What guests have reported. A guest can claim anything in a report, so what this page has seen itself counts more. */
export function Reports() {
  const { reports: texts } = useHostTexts();
  const reports = useHost((state) => state.reports);
  const closing = useHost((state) => state.closing);
  const view = useHost((state) => state.view);
  const removedMessages = useHost(({ screen }) => screen.removedMessages);
  const messages = useHost(({ screen }) => screen.messages);
  const open = openReports({ reports, closing, view, screen: { removedMessages } });
  return (
    <Card title={texts.title}>
      {open.length === 0 ? (
        reports && <p className={styles.note}>{texts.empty}</p>
      ) : (
        <ul className={styles.list}>
          {open.map((report) => (
            <Report key={report.id} report={report} seen={messages.find(({ id }) => id === report.messageId)} />
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
}

function Report({ report, seen }: ReportProps) {
  const { reports: texts, chat } = useHostTexts();
  const { format } = useLanguage();
  const { remove, closeReport } = useModeration();
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
          {!seen?.isHost && <SenderTag sender={sender} />}
          <span className={styles.note}>{format.count(texts.count, report.reports)}</span>
        </p>
        <p dir="auto">{text}</p>
        <p className={styles.note}>{note()}</p>
      </div>
      <div className={styles.buttons}>
        <Button onClick={() => remove({ id: report.messageId, nickname })}>{chat.remove}</Button>
        {!seen?.isHost && <MuteButtons sender={{ sender, nickname }} />}
        <Button
          look="plain"
          aria-label={fill(texts.dismissNamed, { name: nickname })}
          onClick={() => closeReport(report)}
        >
          {texts.dismiss}
        </Button>
      </div>
    </li>
  );
}
