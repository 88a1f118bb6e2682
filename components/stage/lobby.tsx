'use client';

import { categories } from '../../amplify/show';
import { fittedText } from '../fitted-text/fitted-text';
import { useLanguage } from '../language/language-context';
import { firstTitle } from '../now-playing/status-text';
import { Part } from '../recovery/part';
import type { ShowStatus } from '../../live/show-status';
import { useShow } from '../show/show-context';
import { CategoryIcon } from '../votes/category-icon';
import { JoinCode } from './join-code';
import { LatestMessages } from './latest-messages';
import styles from './lobby.module.css';

interface LobbyProps {
  className?: string;
  status: ShowStatus;
  /** The address for voting; null for the address of this app. */
  join: string | null;
}

/** The stage before the first movie, or without a backend: what this is, and how to join. */
export function Lobby({ className = '', status, join }: LobbyProps) {
  const { texts, format } = useLanguage();
  const connection = useShow((state) => state.connection);
  const roundSeconds = useShow((state) => state.controls.roundSeconds);
  const headline = format.count(texts.lobby.headline, roundSeconds);
  const { className: fitted, ...size } = fittedText(headline);
  return (
    <main className={`${styles.lobby} ${className}`}>
      <section className={styles.welcome} aria-label={texts.nowPlaying.label} data-phase="waiting">
        <p className={styles.status} role="status" data-connection={connection}>
          {firstTitle(status, texts)}
        </p>
        <div className={styles.headline}>
          <h1 className={`${fitted} ${styles.name}`} {...size}>
            {headline}
          </h1>
        </div>
        <p className={styles.explanation}>{texts.lobby.explanation}</p>
        <ul className={styles.categories}>
          {categories.map((category) => (
            <li key={category} className={styles.category} data-category={category}>
              <CategoryIcon category={category} />
              <span>{texts.categories[category]}</span>
            </li>
          ))}
        </ul>
      </section>
      <Part isOptional>
        <JoinCode className={styles.join} address={join} />
      </Part>
      <Part isOptional>
        <LatestMessages className={styles.messages} />
      </Part>
    </main>
  );
}
