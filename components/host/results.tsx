'use client';

import { useEffect, useRef, useState } from 'react';
import type { RoundResult } from '../../live/host-backend';
import { useLanguage } from '../language/language-context';
import { Button } from './button';
import { Card } from './card';
import { ConfirmDialog } from './confirm-dialog';
import { csvOf, fileNameOf, jsonOf } from './export-file';
import { failureText, useAct, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import { periodOf, periods, type Period } from './period';
import styles from './results.module.css';
import { summaryOf } from './results-summary';
import { saveFile } from './save-file';
import { Segmented } from './segmented';

type Reading =
  | { state: 'idle' }
  | { state: 'reading'; rounds: number }
  | { state: 'read'; rounds: RoundResult[]; at: number }
  | { state: 'failed'; error: unknown };

/** The results of a period, at a glance and as files. */
export function Results() {
  const texts = useHostTexts();
  const { results } = texts;
  const { format } = useLanguage();
  const [period, setPeriod] = useState<Period>('hour');
  const { reading, read } = useRounds();

  const stateText = (reading: Reading) => {
    switch (reading.state) {
      case 'idle':
        return null;
      case 'reading':
        return format.count(results.loading, reading.rounds);
      case 'read':
        return reading.rounds.length === 0 ? results.none : null;
      case 'failed':
        return failureText(texts, reading.error);
    }
  };

  return (
    <Card title={results.title}>
      <Segmented
        label={results.period}
        value={period}
        options={periods.map((one) => [one, results[one]] as const)}
        onChoose={setPeriod}
      />
      <Button isBusy={reading.state === 'reading'} onClick={() => read(period)}>
        {results.load}
      </Button>
      <p className={styles.state} role="status">
        {stateText(reading)}
      </p>
      {reading.state === 'read' && reading.rounds.length > 0 && <Summary rounds={reading.rounds} at={reading.at} />}
      <ResetLeaderboard />
    </Card>
  );
}

function useRounds(): { reading: Reading; read: (period: Period) => void } {
  const session = useHostSession();
  const [reading, setReading] = useState<Reading>({ state: 'idle' });
  const current = useRef<AbortController>(null);

  useEffect(() => () => current.current?.abort(), []);

  const read = (period: Period) => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    const show = (next: Reading) => {
      if (!abort.signal.aborted) setReading(next);
    };
    const at = session.clock.now();
    const { from, to } = periodOf(period, at);
    show({ state: 'reading', rounds: 0 });
    session
      .readRounds(from, to, (rounds) => show({ state: 'reading', rounds }), abort.signal)
      .then((rounds) => show({ state: 'read', rounds, at }))
      .catch((error: unknown) => show({ state: 'failed', error }));
  };

  return { reading, read };
}

function Summary({ rounds, at }: { rounds: RoundResult[]; at: number }) {
  const { results } = useHostTexts();
  const { texts, format } = useLanguage();
  const summary = summaryOf(rounds);
  return (
    <>
      <dl className={styles.numbers}>
        <div>
          <dt>{results.rounds}</dt>
          <dd>{format.number(summary.rounds)}</dd>
        </div>
        <div>
          <dt>{results.votes}</dt>
          <dd>{format.number(summary.votes)}</dd>
        </div>
        <div>
          <dt>{results.voters}</dt>
          <dd>{format.number(summary.voters)}</dd>
        </div>
      </dl>
      {summary.top.length > 0 && (
        <table className={styles.table}>
          <caption>{results.top}</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{results.category}</th>
              <th scope="col">{results.movie}</th>
            </tr>
          </thead>
          <tbody>
            {summary.top.map(({ category, title, people }) => (
              <tr key={category} data-category={category}>
                <th scope="row">{texts.categories[category]}</th>
                <td>
                  <bdi>{title}</bdi>
                  <span className={styles.people}>{format.count(results.people, people)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.buttons}>
        <Button onClick={() => saveFile(fileNameOf(at, 'csv'), csvOf(rounds), 'text/csv')}>{results.csv}</Button>
        <Button onClick={() => saveFile(fileNameOf(at, 'json'), jsonOf(rounds), 'application/json')}>
          {results.json}
        </Button>
      </div>
    </>
  );
}

function ResetLeaderboard() {
  const { results } = useHostTexts();
  const session = useHostSession();
  const act = useAct();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button look="danger" onClick={() => setIsAsking(true)}>
        {results.reset}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={results.resetTitle}
          detail={results.resetDetail}
          confirm={results.reset}
          onConfirm={() => void act(() => session.resetLeaderboard(), { done: results.resetNow })}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
