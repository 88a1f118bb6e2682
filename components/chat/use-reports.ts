'use client';

import { useCallback, useState } from 'react';
import type { Message } from '../../live/backend';
import { useSession } from '../show/show-context';

/** The name of its text. */
export type ReportState = 'reporting' | 'reported' | 'reportFailed';

/** By the id of the message. */
export type Reports = ReadonlyMap<string, ReportState>;

/** Reports messages to the hosts, each once. */
export function useReports(): [Reports, (message: Message) => void] {
  const session = useSession();
  const [reports, setReports] = useState<Reports>(new Map());

  const report = useCallback(
    (message: Message) => {
      if (session === null) return;
      // The last change is the last entry.
      const change = (state: ReportState) =>
        setReports((before) => new Map([...before].filter(([id]) => id !== message.id)).set(message.id, state));
      change('reporting');
      session.reportMessage(message).then(
        () => change('reported'),
        () => change('reportFailed'),
      );
    },
    [session],
  );

  return [reports, report];
}
