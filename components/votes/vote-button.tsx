'use client';

import { memo, type CSSProperties, type MouseEvent } from 'react';
import { limits } from '../../amplify/limits';
import type { Category } from '../../amplify/show';
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { isKeyboardOpen } from '../keyboard/on-screen-keyboard';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { CategoryIcon } from './category-icon';
import { Counter } from './counter';
import { voteButtonId, type VotePressHandler } from './vote-press-handler';
import { voteSummaryId } from './vote-summary-id';
import styles from './vote-button.module.css';
import { hiddenCount } from './use-hidden-votes';

interface VoteButtonProps {
  category: Category;
  /** The key that votes for this category. */
  shortcut: string;
  isDisabled: boolean;
  /** Whether only the guest's own votes are shown. */
  areVotesHidden: boolean;
  pressHandler: VotePressHandler;
}

/** A tap does not take the focus out of the field, which would close the keyboard of a phone. */
function keepKeyboardOpen(event: MouseEvent): void {
  if (isKeyboardOpen()) event.preventDefault();
}

/** The button of one category. It renders only when its own count changes. */
export const VoteButton = memo(function VoteButton(props: VoteButtonProps) {
  const { category, shortcut, isDisabled, areVotesHidden, pressHandler } = props;
  const countId = `${voteButtonId(category)}-count`;
  const { texts, format } = useLanguage();
  const count = useShow((state) => (areVotesHidden ? null : state.shown[category]));
  /** The guest's votes in this round. */
  const own = useShow((state) => state.ownVotes[category]);
  const compactCount = count === null ? hiddenCount : format.compact(count);
  const isFull = own >= limits.maxVotesPerCategory;
  const description = count === null ? ownText(own, texts, format) : countText(count, own, texts, format);

  return (
    <button
      id={voteButtonId(category)}
      type="button"
      className={styles.button}
      data-category={category}
      data-own={own > 0 || undefined}
      data-full={isFull || undefined}
      aria-label={texts.categories[category]}
      // Why it is disabled is said below the buttons.
      aria-describedby={isDisabled ? `${countId} ${voteSummaryId}` : countId}
      aria-keyshortcuts={shortcut}
      // Not `disabled`, which would remove the keyboard focus at the end of every round.
      aria-disabled={isDisabled || isFull}
      onMouseDown={keepKeyboardOpen}
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
      <span className={styles.count} style={{ '--length': compactCount.length } as CSSProperties} aria-hidden="true">
        <Counter text={compactCount} title={count === null ? '' : format.number(count)} testId={`count-${category}`} />
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

function countText(count: number, own: number, { votes: texts }: Texts, format: Formatter): string {
  const votes = format.count(texts.votes, count);
  return own > 0 ? fill(texts.ofThemYours, { votes, mine: format.number(own) }) : votes;
}

function ownText(own: number, { votes }: Texts, format: Formatter): string {
  return own > 0 ? format.count(votes.yours, own) : '';
}
