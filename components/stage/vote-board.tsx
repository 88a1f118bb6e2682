'use client';

import { useRef, type CSSProperties } from 'react';
import { categories, type Category } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import type { ShowStatus } from '../../live/show-status';
import { useLanguage } from '../language/language-context';
import { useRestored } from '../recovery/use-restored';
import { useShow } from '../show/show-context';
import { eyebrowText } from '../now-playing/eyebrow-text';
import { statusDetail } from '../now-playing/status-text';
import { CategoryIcon } from '../votes/category-icon';
import { NextMovieIn } from '../result/next-movie-in';
import { useShares } from '../result/use-outcome';
import { hiddenCount, useHiddenVotes } from '../votes/use-hidden-votes';
import { summaryText } from '../votes/votes-text';
import styles from './vote-board.module.css';

/** Greater counts, which are seen from a distance, have three digits. */
const exactBelow = 1000;

interface VoteBoardProps {
  className?: string;
  status: ShowStatus;
}

/** The five counters of votes, and the shares of the people. */
export function VoteBoard({ className = '', status }: VoteBoardProps) {
  const element = useRef<HTMLDivElement>(null);
  useRestored(element, hasCounters);
  const { texts, format } = useLanguage();
  const counts = useShow((state) => state.shown);
  const detail = statusDetail(status, texts);
  const voters = useShow((state) => state.voters);
  const total = totalOf(counts);
  const areHidden = useHiddenVotes(status);
  const textOf = (category: Category) => (areHidden ? hiddenCount : format.compact(counts[category], exactBelow));
  const longest = Math.max(...categories.map((category) => textOf(category).length));
  const shares = useShares();
  return (
    <div
      ref={element}
      id="vote"
      className={`${styles.board} ${className}`}
      data-status={status}
      data-detail={detail !== null || undefined}
      data-hidden={areHidden || undefined}
    >
      <ul className={styles.counters} style={{ '--length': longest } as CSSProperties}>
        {categories.map((category) => (
          <Counter
            key={category}
            category={category}
            count={textOf(category)}
            share={areHidden ? 0 : total && shares[category] / totalOf(shares)}
          />
        ))}
      </ul>
      {detail ? (
        <div className={styles.pause}>
          <strong>{eyebrowText(status, texts)}</strong>
          <span>{detail}</span>
        </div>
      ) : (
        <p className={styles.summary}>
          <span>{areHidden ? texts.votes.hidden : summaryText(status, total, voters, texts, format)}</span>
          {status === 'result' && total === 0 && <NextMovieIn />}
        </p>
      )}
    </div>
  );
}

function hasCounters(board: HTMLElement): boolean {
  return board.querySelectorAll('[data-category]').length === categories.length;
}

interface CounterProps {
  category: Category;
  count: string;
  /** 0 to 1. */
  share: number;
}

function Counter({ category, count, share }: CounterProps) {
  const { texts } = useLanguage();
  return (
    <li className={styles.counter} data-category={category}>
      <span className={styles.word}>
        <CategoryIcon category={category} />
        <span>{texts.categories[category]}</span>
      </span>
      <span key={count} className={styles.count} data-testid={`count-${category}`}>
        {count}
      </span>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
    </li>
  );
}
