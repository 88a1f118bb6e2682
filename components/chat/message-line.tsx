'use client';

import { memo } from 'react';
import type { Message } from '../../live/backend';
import { markOf } from '../../live/sender-mark';
import { useLanguage } from '../language/language-context';
import { HostBadge } from './host-badge';
import { MessageActions } from './message-actions';
import styles from './message-line.module.css';
import { useModerationTexts } from './use-moderation-texts';
import type { ReportState } from './use-reports';

interface MessageLineProps {
  message: Message;
  isOwn: boolean;
  /** Whether a host has removed it. Only its author still sees that there was one. */
  isRemoved: boolean;
  report: ReportState | undefined;
  /** Whether its buttons are visible without hover. */
  isOpen: boolean;
  /** Whether the Tab key reaches those buttons. */
  isTabStop: boolean;
}

/** One message. Its text has its own writing direction and is never rendered as a link or markup. */
export const MessageLine = memo(function MessageLine(props: MessageLineProps) {
  const { message, isOwn, isRemoved, report, isOpen, isTabStop } = props;
  const { texts } = useLanguage();
  const moderation = useModerationTexts();
  const { id, nickname, text, sender, isHost } = message;
  const { color, tag } = markOf(sender);
  return (
    <li
      data-id={id}
      className={styles.line}
      data-own={isOwn || undefined}
      data-host={isHost || undefined}
      data-open={isOpen || undefined}
    >
      <div className={styles.bubble}>
        <span className={styles.name} style={{ color: `var(--amplify-colors-name-${color})` }}>
          <bdi>{nickname}</bdi>
          {isHost && <HostBadge />}
          {isOwn && <span className={styles.you}>{` ${texts.chat.you}`}</span>}
          {!isOwn && !isHost && (
            <span className={styles.tag} dir="ltr">
              {tag}
            </span>
          )}
        </span>
        {isRemoved ? (
          <em className={styles.text}>{moderation.removed}</em>
        ) : (
          <span className={styles.text} dir="auto">
            {text}
          </span>
        )}
      </div>
      {!isOwn && !isHost && <MessageActions message={message} report={report} isTabStop={isTabStop} />}
    </li>
  );
});
