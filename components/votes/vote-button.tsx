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
  /** The key that votes for this category. */
  shortcut: string;
  isDisabled: boolean;
  pressHandler: VotePressHandler;
}

/** The button of one category. It renders only when its own count changes. */
export const VoteButton = memo(function VoteButton({ category, shortcut, isDisabled, pressHandler }: VoteButtonProps) {
  const countId = useId();
  const { texts, format } = useLanguage();
  const count = useShow((state) => state.counts[category]);
  /** The guest's votes in this round. */
  const own = useShow((state) => state.ownVotes[category]);
  const isFull = own >= limits.maxVotesPerCategory;
  const votes = format.count(texts.votes.votes, count);
  const description = own > 0 ? fill(texts.votes.ofThemYours, { votes, mine: format.number(own) }) : votes;

  return (
    <button
      id={voteButtonId(category)}
      type="button"
      className={styles.button}
      data-category={category}
      data-own={own > 0 || undefined}
      data-full={isFull || undefined}
      aria-label={texts.categories[category]}
      aria-describedby={countId}
      aria-keyshortcuts={shortcut}
      // Not `disabled`, which would remove the keyboard focus at the end of every round.
      aria-disabled={isDisabled || isFull}
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
        {isFull ? `${description} ${format.count(texts.votes.limit, limits.maxVotesPerCategory)}` : description}
      </span>
      <span className={styles.word} aria-hidden="true">
        {isFull ? texts.votes.full : texts.categories[category]}
      </span>
      {own > 0 && (
        <span key={own} className={styles.own} dir="ltr" aria-hidden="true">
          {`+${own}`}
        </span>
      )}
      <kbd className={styles.key} aria-hidden="true">
        {shortcut}
      </kbd>
    </button>
  );
});
