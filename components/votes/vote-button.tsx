'use client';

import { memo, useId } from 'react';
import { limits } from '../../amplify/limits';
import type { Category } from '../../amplify/show';
import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { CategoryIcon } from './category-icon';
import { Counter } from './counter';
import { voteButtonId, type VotePressHandler } from './vote-press-handler';
import styles from './vote-button.module.css';

interface VoteButtonProps {
  category: Category;
  /** The key that votes. */
  shortcut: string;
  isResting: boolean;
  pressHandler: VotePressHandler;
}

/** Renders when its own count changes, and leaves the other four alone. */
export const VoteButton = memo(function VoteButton({ category, shortcut, isResting, pressHandler }: VoteButtonProps) {
  const countId = useId();
  const { texts, format } = useLanguage();
  const count = useShow((state) => state.counts[category]);
  /** Own votes in this round. */
  const mine = useShow((state) => state.ownVotes[category]);
  const isFull = mine >= limits.maxVotesPerCategory;
  const votes = format.count(texts.votes.votes, count);

  return (
    <button
      id={voteButtonId(category)}
      type="button"
      className={styles.ticket}
      data-category={category}
      data-mine={mine > 0 || undefined}
      data-full={isFull || undefined}
      aria-label={texts.categories[category]}
      aria-describedby={countId}
      aria-keyshortcuts={shortcut}
      // Not `disabled`: a round ends every few seconds, and that would take the keyboard focus away.
      aria-disabled={isResting || isFull}
      onPointerDown={(event) => pressHandler.pointerDown(event, category)}
      onPointerUp={(event) => pressHandler.pointerUp(event, category)}
      onPointerLeave={(event) => pressHandler.pointerLeave(event)}
      onPointerCancel={(event) => pressHandler.pointerLeave(event)}
      onClick={(event) => pressHandler.click(event, category)}
      onContextMenu={(event) => pressHandler.contextMenu(event)}
    >
      <span className={styles.icon}>
        <CategoryIcon category={category} />
      </span>
      <span className={styles.count} aria-hidden="true">
        <Counter text={format.compact(count)} title={format.number(count)} testId={`count-${category}`} />
      </span>
      <span id={countId} className="visually-hidden">
        {mine > 0 ? fill(texts.votes.ofThemYours, { votes, mine: format.number(mine) }) : votes}
        {isFull && ` ${format.count(texts.votes.limit, limits.maxVotesPerCategory)}`}
      </span>
      <span className={styles.word} aria-hidden="true">
        {isFull ? texts.votes.full : texts.categories[category]}
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
});
