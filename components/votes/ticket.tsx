'use client';

import { useId, useRef } from 'react';
import type { Category } from '../../amplify/show';
import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import { CategoryIcon } from './category-icon';
import styles from './ticket.module.css';

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
  const { texts, format } = useLanguage();
  const votes = format.count(texts.votes.votes, count);

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
      aria-label={texts.categories[category]}
      aria-describedby={countId}
      aria-keyshortcuts={shortcut}
      // Not `disabled`: a round ends every few seconds, and that would take the keyboard focus away.
      aria-disabled={isResting}
      onClick={vote}
    >
      <span ref={icon} className={styles.icon}>
        <CategoryIcon category={category} />
      </span>
      <span className={styles.count} aria-hidden="true">
        <span key={count} className={styles.number} data-testid={`count-${category}`} title={format.number(count)}>
          {format.compact(count)}
        </span>
      </span>
      <span id={countId} className="visually-hidden">
        {mine > 0 ? fill(texts.votes.ofThemYours, { votes, mine: format.number(mine) }) : votes}
      </span>
      <span className={styles.word} aria-hidden="true">
        {texts.categories[category]}
      </span>
      {mine > 0 && (
        <span key={mine} className={styles.mine} dir="ltr" aria-hidden="true">
          +{mine}
        </span>
      )}
      <kbd className={styles.key} aria-hidden="true">
        {shortcut}
      </kbd>
    </button>
  );
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
