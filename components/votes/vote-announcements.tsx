'use client';

import { useEffect, useRef, useState } from 'react';
import { categories, type Counts } from '../../amplify/show';
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { totalOf } from '../../live/counts';
import { LatestAnnouncement } from '../../live/latest-announcement';
import type { ShowStatus } from '../../live/show-status';
import { schedule } from '../../live/schedule';
import { deviceTime } from '../../live/time';
import { useLanguage } from '../language/language-context';
import { spokenText } from '../result/result-text';
import { useOutcome } from '../result/use-outcome';
import { useShow } from '../show/show-context';
import { useHiddenVotes } from './use-hidden-votes';

/** The minimum time between two summaries. */
const minIntervalMs = 3000;

/** Announces votes to screen readers: a summary at intervals, and the result. */
export function VoteAnnouncements({ status }: { status: ShowStatus }) {
  const { texts, format } = useLanguage();
  const counts = useShow((state) => state.counts);
  const outcome = useOutcome();
  const areHidden = useHiddenVotes(status);
  const [announced, announce] = useState('');
  const [latest] = useState(
    () => new LatestAnnouncement({ announce, minIntervalMs, elapsed: deviceTime.elapsed, schedule }),
  );

  useEffect(() => {
    if (status === 'open' && !areHidden && totalOf(counts) > 0) latest.update(summaryText(counts, texts, format));
    else latest.stop();
  }, [latest, status, areHidden, counts, texts, format]);

  const conclusion = status === 'result' && outcome ? spokenText(outcome, texts, format) : null;
  const concludedRound = useRef<string>(undefined);
  useEffect(() => {
    // Announced once, although late votes may still change it.
    if (!conclusion || concludedRound.current === outcome?.roundId) return;
    concludedRound.current = outcome?.roundId;
    latest.interrupt(conclusion);
  }, [latest, conclusion, outcome?.roundId]);

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
