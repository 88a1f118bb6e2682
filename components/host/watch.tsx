'use client';

import { useLanguage } from '../language/language-context';
import { useTimeText } from '../language/use-time-text';
import { Card } from './card';
import { useHost } from './host-context';
import { useHostTexts } from './host-texts';
import links from './links.module.css';
import { messagesPerMinute } from './message-rate';
import { useClock } from './use-clock';
import styles from './watch.module.css';

/** How many minutes of messages are shown. */
const minutes = 10;

/** How the show is going. */
export function Watch({ dashboardUrl }: { dashboardUrl?: string | undefined }) {
  const { watch: texts } = useHostTexts();
  return (
    <Card title={texts.title}>
      <Voters />
      <MessageRate />
      <Problems />
      <p className={styles.note}>{dashboardUrl ? texts.dashboardNote : texts.noDashboard}</p>
      {dashboardUrl && (
        <p className={links.links}>
          <a href={dashboardUrl} target="_blank" rel="noopener noreferrer">
            {texts.dashboard}
          </a>
        </p>
      )}
    </Card>
  );
}

function Voters() {
  const { watch: texts } = useHostTexts();
  const { format } = useLanguage();
  const rounds = useHost(({ screen }) => screen.recentRounds);
  const max = Math.max(1, ...rounds.map(({ voters }) => voters));
  if (rounds.length === 0) return <p className={styles.note}>{texts.noRounds}</p>;
  return (
    <table className={styles.table}>
      <caption>{texts.voters}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{texts.round}</th>
          <th scope="col">{texts.count}</th>
        </tr>
      </thead>
      <tbody>
        {rounds.map(({ roundId, title, voters }) => (
          <tr key={roundId}>
            <th scope="row">
              <bdi className={styles.title}>{title}</bdi>
            </th>
            <td>
              <span className={styles.bar}>
                <span style={{ width: `${(100 * voters) / max}%` }} />
              </span>
              <span className={styles.number}>{format.number(voters)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MessageRate() {
  const { watch: texts } = useHostTexts();
  const { format } = useLanguage();
  const arrivals = useHost((state) => state.arrivals);
  const now = useClock(1000);
  const counts = messagesPerMinute(arrivals, now, minutes);
  const max = Math.max(1, ...counts);
  return (
    <table className={styles.columns}>
      <caption>{texts.perMinute}</caption>
      <tbody>
        <tr>
          <th scope="row" className="visually-hidden">
            {texts.messages}
          </th>
          {counts.map((count, index) => (
            <td key={index}>
              <span className={styles.number}>{format.compact(count)}</span>
              <span className={styles.column} style={{ height: `${(100 * count) / max}%` }} />
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row" className="visually-hidden">
            {texts.minutesAgo}
          </th>
          {counts.map((_, index) => (
            <td key={index}>{format.number(index - minutes + 1)}</td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function Problems() {
  const { watch: texts } = useHostTexts();
  const timeText = useTimeText();
  const problems = useHost((state) => state.problems);
  return (
    <div>
      <h3 className={styles.heading}>{texts.problems}</h3>
      {problems.length === 0 ? (
        <p>{texts.noProblems}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{texts.time}</th>
              <th scope="col">{texts.operation}</th>
              <th scope="col">{texts.error}</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, 5).map(({ at, operation, type }, index) => (
              <tr key={index}>
                <td>{timeText(at)}</td>
                <td>{operation}</td>
                <td>{type}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
