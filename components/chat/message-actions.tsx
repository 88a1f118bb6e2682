'use client';

import { fill } from '../../languages/texts';
import type { Message } from '../../live/backend';
import { markOf } from '../../live/sender-mark';
import { useLanguage } from '../language/language-context';
import styles from './message-actions.module.css';
import { useModerationTexts } from './use-moderation-texts';
import type { ReportState } from './use-reports';

interface MessageActionsProps {
  message: Message;
  report: ReportState | undefined;
  /** Whether the Tab key reaches the buttons. */
  isTabStop: boolean;
}

/** What a guest can do about a message of another one. The list handles the clicks. */
export function MessageActions({ message: { nickname, sender }, report, isTabStop }: MessageActionsProps) {
  const { texts } = useLanguage();
  const moderation = useModerationTexts();
  const name = `${nickname} ${markOf(sender).tag}`;
  const label = moderation[report ?? 'report'];
  return (
    <div className={styles.actions}>
      <Action
        data-report=""
        isTabStop={isTabStop}
        name={report ? label : fill(moderation.reportNamed, { name })}
        label={label}
        isDone={report === 'reporting' || report === 'reported'}
        drawing={report === 'reported' ? 'M4.5 12.5l5 5 10-11' : 'M5 21V4h13l-3.5 4.5L18 13H5'}
      />
      <Action
        data-hide={sender}
        isTabStop={isTabStop}
        name={fill(texts.chat.hideNamed, { name })}
        label={texts.chat.hide}
        drawing="M4 4l16 16M9.9 5.3A9.6 9.6 0 0 1 12 5c5 0 8.4 4 9.5 7a12 12 0 0 1-2.6 3.9M6.3 7.2A12.4 12.4 0 0 0 2.5 12c1.1 3 4.5 7 9.5 7a9.7 9.7 0 0 0 4.3-1M10 10.1a2.8 2.8 0 0 0 3.9 3.9"
      />
    </div>
  );
}

interface ActionProps {
  isTabStop: boolean;
  /** For screen readers. */
  name: string;
  label: string;
  isDone?: boolean;
  drawing: string;
  'data-hide'?: string;
  'data-report'?: string;
}

function Action({ isTabStop, name, label, isDone = false, drawing, ...data }: ActionProps) {
  return (
    <button
      type="button"
      className={styles.action}
      {...data}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={name}
      aria-disabled={isDone || undefined}
      title={label}
    >
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d={drawing} />
      </svg>
      <span aria-hidden="true">{label}</span>
    </button>
  );
}
