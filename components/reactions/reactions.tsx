'use client';

import { useEffect, useRef } from 'react';
import { categories, type Category } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import { ReactionFlow, voteIncrease } from '../../live/reactions';
import { schedule } from '../../live/schedule';
import type { ShowSession } from '../../live/show-session';
import { useSession } from '../show/show-context';
import { prefersReducedMotion } from '../theme/motion';
import { CategoryIcon } from '../votes/category-icon';
import { FlyingIcons } from './flying-icons';
import styles from './reactions.module.css';

/** An icon rises for each vote on every screen. Own votes fly at once, votes of others are spread over time. */
export function Reactions({ className = '' }: { className?: string }) {
  const session = useSession();
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (session === null || layer.current === null) return;
    return showReactions(session, new FlyingIcons(layer.current));
  }, [session]);

  return (
    <div ref={layer} className={`${styles.reactions} ${className}`} aria-hidden="true">
      {/* The flights are copies of these. */}
      <div hidden>
        {categories.map((category) => (
          <span
            key={category}
            className={styles.reaction}
            data-icon={category}
            style={{ color: `var(--amplify-colors-vote-${category})` }}
          >
            <CategoryIcon category={category} />
          </span>
        ))}
      </div>
    </div>
  );
}

/** Shows votes without React, which would render constantly in a busy round. Returns a function that stops this. */
function showReactions(session: ShowSession, flights: FlyingIcons): () => void {
  const flow = new ReactionFlow({
    show: (category, delayMs) => flights.start(category, 'other', delayMs),
    schedule,
    random: Math.random,
  });
  let before = session.getState();

  const stopFollowing = session.subscribe(() => {
    const after = session.getState();
    const { own, others } = voteIncrease(before, after);
    if (before.round !== after.round) flow.stop();
    before = after;
    if (document.hidden || prefersReducedMotion()) return;
    categories.filter((category) => own[category] > 0).forEach((category: Category) => flights.start(category, 'own'));
    // They would show who leads.
    if (totalOf(others) > 0 && !after.controls.areVotesHidden) flow.add(others);
  });
  const onVisibility = () => document.hidden && flow.stop();
  document.addEventListener('visibilitychange', onVisibility);

  return () => {
    stopFollowing();
    document.removeEventListener('visibilitychange', onVisibility);
    flow.stop();
    flights.end();
  };
}
