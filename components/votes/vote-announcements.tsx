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

/** The minimum time between two summaries. */
const minIntervalMs = 5000;

/** Announces votes to screen readers: a summary at intervals, and the verdict. */
export function VoteAnnouncements() {
  const { texts, format } = useLanguage();
  const counts = useShow((state) => state.counts);
  const result = useRoundResult();
  const [announced, announce] = useState('');
  const [latest] = useState(
    () => new LatestAnnouncement({ announce, minIntervalMs, elapsed: deviceTime.elapsed, schedule }),
  );

  useEffect(() => {
    if (totalOf(counts) > 0) latest.update(summaryText(counts, texts, format));
    else latest.stop();
  }, [latest, counts, texts, format]);

  const verdict = result && verdictOf(result);
  const conclusion = verdict && withShare(verdictText(verdict, result.title, texts), shareText(verdict, format), texts);
  const concludedRound = useRef<string>(undefined);
  useEffect(() => {
    // Announced once, although late votes may still change it.
    if (!conclusion || concludedRound.current === result.roundId) return;
    concludedRound.current = result.roundId;
    latest.interrupt(conclusion);
  }, [latest, conclusion, result?.roundId]);

  useEffect(() => () => latest.stop(), [latest]);

  return (
    <div className="visually-hidden" aria-live="polite" data-testid="spoken-votes">
      {announced}
    </div>
  );
}

function summaryText(counts: Counts, { votes, categories: names }: Texts, format: Formatter): string {
  const parts = categories
    .filter((category) => counts[category] > 0)
    .map((category) => fill(votes.summaryPart, { category: names[category], number: format.number(counts[category]) }));
  return fill(votes.summary, { votes: format.count(votes.votes, totalOf(counts)), parts: format.list(parts) });
}

function withShare(verdict: string, share: string | null, texts: Texts): string {
  return share === null ? verdict : fill(texts.verdict.withShare, { verdict, share });
}
