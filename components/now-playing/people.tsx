'use client';

import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import styles from './people.module.css';

/**
 * How many people take part: those who have voted in this round, or in the one before until this one has more. The line
 * keeps its height when it is not shown or says nothing, so that the text below does not move.
 */
export function People({ isShown }: { isShown: boolean }) {
  const people = useShow(({ voters, round }) => Math.max(voters, round?.expectedVoters ?? 0));
  const { texts, format } = useLanguage();
  return (
    <p className={styles.people} data-hidden={!isShown || undefined}>
      {people >= 2 && format.count(texts.nowPlaying.people, people, { count: format.compact(people) })}
    </p>
  );
}
