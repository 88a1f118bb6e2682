'use client';

import { useRef } from 'react';
import { categories, type Category } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import type { Phase } from '../../live/phase';
import { useLanguage } from '../language/language-context';
import { useRestored } from '../recovery/use-restored';
import { useShow } from '../show/show-context';
import { CategoryIcon } from '../votes/category-icon';
import { votesText } from '../votes/votes-text';
import styles from './vote-board.module.css';

interface VoteBoardProps {
  className?: string;
  /** The phase for texts. */
  phase: Phase;
}

/** The five counters and their shares of the votes. */
export function VoteBoard({ className = '', phase }: VoteBoardProps) {
  const element = useRef<HTMLDivElement>(null);
  useRestored(element, hasCounters);
  const { texts, format } = useLanguage();
  const counts = useShow((state) => state.counts);
  const voters = useShow((state) => state.voters);
  const total = totalOf(counts);
  return (
    <div ref={element} id="vote" className={`${styles.board} ${className}`} data-phase={phase}>
      <ul className={styles.counters}>
        {categories.map((category) => (
          <Counter
            key={category}
            category={category}
            count={counts[category]}
            share={total && counts[category] / total}
          />
        ))}
      </ul>
      <p className={styles.summary}>
        {phase === 'open' ? votesText(total, voters, texts, format) : texts.votes[phase]}
      </p>
    </div>
  );
}

function hasCounters(board: HTMLElement): boolean {
  return board.querySelectorAll('[data-category]').length === categories.length;
}

interface CounterProps {
  category: Category;
  count: number;
  /** 0 to 1. */
  share: number;
}

function Counter({ category, count, share }: CounterProps) {
  const { texts, format } = useLanguage();
  return (
    <li className={styles.counter} data-category={category}>
      <span className={styles.word}>
        <CategoryIcon category={category} />
        <span>{texts.categories[category]}</span>
      </span>
      <span key={count} className={styles.count} data-testid={`count-${category}`}>
        {format.compact(count)}
      </span>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
    </li>
  );
}
