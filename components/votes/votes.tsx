'use client';

import { useEffect } from 'react';
import { categories, type Category } from '../../amplify/show';
import type { Phase } from '../../live/phase';
import { useLanguage } from '../language/language-context';
import { useSession, useShow } from '../show/show-context';
import { ShareBar } from './share-bar';
import { Tally } from './tally';
import { Ticket } from './ticket';
import styles from './votes.module.css';

interface VotesProps {
  className?: string;
  phase: Phase;
  /** The phase to put into words. */
  spoken: Phase;
}

export function Votes({ className = '', phase, spoken }: VotesProps) {
  const { texts } = useLanguage();
  const session = useSession();
  const counts = useShow((state) => state.counts);
  const mine = useShow((state) => state.mine);

  useEffect(() => {
    if (session === null) return;
    const onKey = (event: KeyboardEvent) => {
      const category = categories[Number(event.key) - 1];
      if (category && !isTyping(event)) pressTicket(category);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [session]);

  return (
    <div id="vote" className={`${styles.votes} ${className}`}>
      <div className={styles.tickets} role="group" aria-label={texts.votes.label}>
        {categories.map((category, index) => (
          <Ticket
            key={category}
            id={ticketId(category)}
            category={category}
            shortcut={String(index + 1)}
            count={counts[category]}
            mine={mine[category]}
            isResting={phase !== 'open'}
            onVote={() => session?.vote(category) ?? false}
          />
        ))}
      </div>
      <ShareBar counts={counts} />
      <Tally counts={counts} phase={spoken} />
      <noscript>{texts.page.withoutJavaScript}</noscript>
    </div>
  );
}

const ticketId = (category: Category) => `vote-${category}`;

/** A key does what a click does, and looks like it. */
function pressTicket(category: Category): void {
  document.getElementById(ticketId(category))?.click();
}

function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isField = target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;
  return isField || ctrlKey || metaKey || altKey;
}
