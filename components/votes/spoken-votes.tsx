'use client';

import { useEffect, useRef, useState } from 'react';
import { categories, type Counts } from '../../amplify/show';
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { totalOf } from '../../live/counts';
import { LatestAnnouncement } from '../../live/latest-announcement';
import { verdictOf } from '../../live/round-result';
import { schedule } from '../../live/schedule';
import { deviceTime } from '../../live/time';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { useRoundResult } from './use-round-result';
import { shareText, verdictText } from './verdict-text';

/** The least time between two summaries, in milliseconds. */
const everyMs = 5000;

/** The votes for those who listen: a summary now and then, and the verdict. Nothing else here speaks by itself. */
export function SpokenVotes() {
  const { texts, format } = useLanguage();
  const counts = useShow((state) => state.counts);
  const result = useRoundResult();
  const [said, say] = useState('');
  const [word] = useState(
    () => new LatestAnnouncement({ announce: say, minIntervalMs: everyMs, elapsed: deviceTime.elapsed, schedule }),
  );

  useEffect(() => {
    if (totalOf(counts) > 0) word.update(summaryText(counts, texts, format));
    else word.stop();
  }, [word, counts, texts, format]);

  const verdict = result && verdictOf(result);
  const lastWord = verdict && wordsOf(verdictText(verdict, result.title, texts), shareText(verdict, format), texts);
  const concluded = useRef<string>(undefined);
  useEffect(() => {
    // Late votes may still change it; it is said once.
    if (!lastWord || concluded.current === result?.roundId) return;
    concluded.current = result?.roundId;
    word.interrupt(lastWord);
  }, [word, lastWord, result?.roundId]);

  useEffect(() => () => word.stop(), [word]);

  return (
    <div className="visually-hidden" aria-live="polite" data-testid="spoken-votes">
      {said}
    </div>
  );
}

function summaryText(counts: Counts, { votes, categories: names }: Texts, format: Formatter): string {
  const parts = categories
    .filter((category) => counts[category] > 0)
    .map((category) => fill(votes.summaryPart, { category: names[category], number: format.number(counts[category]) }));
  return fill(votes.summary, { votes: format.count(votes.votes, totalOf(counts)), parts: format.list(parts) });
}

function wordsOf(verdict: string, share: string | null, texts: Texts): string {
  return share === null ? verdict : fill(texts.verdict.withShare, { verdict, share });
}
