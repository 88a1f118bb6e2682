'use client';

import type { Category } from '../../amplify/show';
import { fill } from '../../languages/texts';
import type { ShowStatus } from '../../live/show-status';
import { useLanguage } from '../language/language-context';
import { fittedText } from '../fitted-text/fitted-text';
import { useLeaderboard } from '../leaderboard/use-leaderboard';
import { CategoryIcon } from '../votes/category-icon';
import { VoteShareBar } from '../votes/vote-share-bar';
import styles from './result-card.module.css';
import { agreementText, shareText, verdictText } from './result-text';
import { useOutcome, type Outcome } from './use-outcome';

/** The result of a round, as one wide card over the vote buttons. It takes no input, so nothing moves under a finger. */
export function ResultCard({ status }: { status: ShowStatus }) {
  return status === 'result' ? <CurrentCard /> : null;
}

function CurrentCard() {
  const outcome = useOutcome();
  return outcome && <Card key={outcome.roundId} outcome={outcome} />;
}

function Card({ outcome }: { outcome: Outcome }) {
  const { texts, format } = useLanguage();
  const [record] = useLeaderboard().newRecords;
  const share = shareText(outcome, texts, format);
  const sentence = verdictText(outcome, texts);
  const { className: fitted, ...size } = fittedText(sentence);
  const agreement = agreementText(outcome, texts, format);
  return (
    // Screen readers get it from `VoteAnnouncements`.
    <div
      className={styles.card}
      data-result={outcome.verdict.favourites.join(' ')}
      data-category={outcome.winner}
      aria-hidden="true"
    >
      <div className={styles.favourite}>
        <Icons categories={outcome.verdict.favourites} />
        {share && (
          <>
            <span className={styles.share}>{share.share}</span>
            <span className={styles.people}>{share.ofPeople}</span>
          </>
        )}
      </div>
      <div className={styles.words}>
        <div className={styles.room}>
          <p className={`${fitted} ${styles.sentence}`} {...size}>
            {sentence}
          </p>
        </div>
        {agreement && <p className={styles.agreement}>{agreement}</p>}
        <VoteShareBar counts={outcome.people} />
        {record && (
          <p className={styles.record} data-category={record.category}>
            <span>{fill(texts.result.record, { record: texts.records[record.category] })}</span>
          </p>
        )}
      </div>
    </div>
  );
}

function Icons({ categories }: { categories: Category[] }) {
  return (
    <span className={styles.icons} data-several={categories.length > 1 || undefined}>
      {categories.map((category) => (
        <CategoryIcon key={category} category={category} />
      ))}
    </span>
  );
}
