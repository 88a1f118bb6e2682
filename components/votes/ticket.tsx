'use client';

import { useId, useRef } from 'react';
import type { Category } from '../../amplify/show';
import { CategoryIcon } from './category-icon';
import styles from './ticket.module.css';

const words: Record<Category, string> = {
  love: 'Love',
  like: 'Like',
  meh: 'Meh',
  unknown: 'Unknown',
  hate: 'Hate',
};

interface TicketProps {
  id: string;
  category: Category;
  /** The key that votes. */
  shortcut: string;
  count: number;
  /** Own votes in this round. */
  mine: number;
  isResting: boolean;
  /** Returns false where the vote was not taken. */
  onVote: () => boolean;
}

export function Ticket({ id, category, shortcut, count, mine, isResting, onVote }: TicketProps) {
  const icon = useRef<HTMLSpanElement>(null);
  const countId = useId();

  const vote = () => {
    if (onVote()) tossIcon(icon.current);
  };

  return (
    <button
      id={id}
      type="button"
      className={styles.ticket}
      data-category={category}
      data-mine={mine > 0 || undefined}
      aria-label={words[category]}
      aria-describedby={countId}
      aria-keyshortcuts={shortcut}
      // Not `disabled`: a round ends every few seconds, and that would take the keyboard focus away.
      aria-disabled={isResting}
      onClick={vote}
    >
      <span ref={icon} className={styles.icon}>
        <CategoryIcon category={category} />
      </span>
      <span id={countId} className={styles.count}>
        <span key={count} className={styles.number} data-testid={`count-${category}`} title={String(count)}>
          {formatCount(count)}
        </span>
        <span className="visually-hidden">{mine > 0 ? ` votes, ${mine} of them yours` : ' votes'}</span>
      </span>
      <span className={styles.word} aria-hidden="true">
        {words[category]}
      </span>
      {mine > 0 && (
        <span key={mine} className={styles.mine} aria-hidden="true">
          +{mine}
        </span>
      )}
      <kbd className={styles.key} aria-hidden="true">
        {shortcut}
      </kbd>
    </button>
  );
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** Five digits are all that fits on a small phone. */
function formatCount(count: number): string {
  return count < 10_000 ? String(count) : compact.format(count);
}

/** Throws a copy of the icon into the air: every own vote is seen, however many there are. */
function tossIcon(icon: HTMLElement | null): void {
  if (icon === null || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const copy = icon.cloneNode(true) as HTMLElement;
  copy.classList.add(styles.tossed ?? '');
  copy.style.setProperty('--drift', `${Math.round(Math.random() * 40 - 20)}px`);
  copy.addEventListener('animationend', () => copy.remove());
  icon.parentElement?.append(copy);
}
