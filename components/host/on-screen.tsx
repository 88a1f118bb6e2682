'use client';

import { categories } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import { dueAtMs, phaseAt } from '../../live/phase';
import { isRoundStatus } from '../../live/show-status';
import { useLanguage } from '../language/language-context';
import { CategoryIcon } from '../votes/category-icon';
import { Button } from './button';
import { useAct, useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import styles from './on-screen.module.css';
import { Poster } from './poster';
import { useClock } from './use-clock';

/** The screens count whole seconds. */
const tickMs = 250;

/** What is on the screens now, and the buttons that stop and skip it. */
export function OnScreen() {
  const { onScreen: texts } = useHostTexts();
  const round = useHost(({ screen }) => screen.round);
  const isPaused = useHost(({ view }) => view?.show.isPaused ?? false);
  return (
    <section className={styles.onScreen} aria-label={texts.label} data-paused={isPaused || undefined}>
      <Poster className={styles.poster} src={round?.movie.poster} />
      <div className={styles.movie}>
        <Status />
        <h1 className={styles.title}>
          <bdi>{round?.movie.title ?? texts.waiting}</bdi>
        </h1>
        <Countdown />
      </div>
      <Votes />
      <Controls />
    </section>
  );
}

function Status() {
  const { onScreen: texts } = useHostTexts();
  const isPaused = useHost(({ view }) => view?.show.isPaused ?? false);
  const connection = useHost(({ screen }) => screen.connection);
  const isConnected = connection === 'live' || connection === 'blocked' || connection === 'following';
  const text = isConnected ? (isPaused ? texts.paused : texts.live) : connectionText(connection, texts);
  return (
    <p className={styles.status} role="status" data-state={isConnected ? (isPaused ? 'paused' : 'live') : 'lost'}>
      {text}
    </p>
  );
}

function connectionText(
  connection: 'connecting' | 'reconnecting' | 'offline',
  texts: Record<'connecting' | 'reconnecting' | 'offline', string>,
): string {
  return texts[connection];
}

function Countdown() {
  const { onScreen: texts } = useHostTexts();
  const { format } = useLanguage();
  const round = useHost(({ screen }) => screen.round);
  const isPaused = useHost(({ view }) => view?.show.isPaused ?? false);
  const now = useClock(tickMs);
  if (isPaused) return <p className={styles.detail}>{texts.pausedDetail}</p>;
  if (round === null) return null;
  const seconds = Math.max(0, Math.ceil((dueAtMs(round) - now) / 1000));
  const isOn = isRoundStatus(phaseAt(round, now)) && round.endedAt === undefined && seconds > 0;
  return <p className={styles.detail}>{isOn ? format.count(texts.secondsLeft, seconds) : texts.ending}</p>;
}

function Votes() {
  const { onScreen } = useHostTexts();
  const { texts, format } = useLanguage();
  const counts = useHost(({ screen }) => screen.serverTotals);
  const voters = useHost(({ screen }) => screen.voters);
  return (
    <div className={styles.votes}>
      <ul>
        {categories.map((category) => (
          <li key={category} data-category={category}>
            <CategoryIcon category={category} />
            <span className="visually-hidden">{texts.categories[category]}</span>
            <span data-testid={`host-count-${category}`}>{format.compact(counts[category])}</span>
          </li>
        ))}
      </ul>
      <p>
        <span>{format.count(onScreen.votes, totalOf(counts))}</span>
        <span>{format.count(onScreen.voters, voters)}</span>
      </p>
    </div>
  );
}

function Controls() {
  const { onScreen: texts } = useHostTexts();
  const session = useHostSession();
  const act = useAct();
  const isPaused = useHost(({ view }) => view?.show.isPaused ?? false);
  const isKnown = useHost(({ view }) => view !== null);
  const isRunning = useHost(({ screen }) => screen.round !== null && screen.round.endedAt === undefined);

  const setPaused = (next: boolean) =>
    void act(() => session.setPaused(next), {
      done: next ? texts.pausedNow : texts.resumedNow,
      undo: () => session.setPaused(!next),
    });

  return (
    <div className={styles.controls}>
      <Button look="main" disabled={!isKnown} onClick={() => setPaused(!isPaused)}>
        <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
          <path d={isPaused ? 'M8 5v14l11-7z' : 'M6 5h4.5v14H6zM13.5 5H18v14h-4.5z'} />
        </svg>
        <span>{isPaused ? texts.resume : texts.pause}</span>
      </Button>
      <Button
        disabled={!isKnown || isPaused || !isRunning}
        onClick={() => void act(() => session.skipMovie(), { done: texts.skipped })}
      >
        <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
          <path d="M5 5v14l9-7zM15.5 5H19v14h-3.5z" />
        </svg>
        <span>{texts.skip}</span>
      </Button>
    </div>
  );
}
