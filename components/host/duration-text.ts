/** A duration in words. */
import type { Formatter } from '../../languages/formatter';
import type { HostTexts } from '../../languages/host/texts';

/** @param seconds is rounded to minutes, and from an hour on to hours */
export function durationText(seconds: number, { durations }: Pick<HostTexts, 'durations'>, format: Formatter): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? format.count(durations.minutes, minutes)
    : format.count(durations.hours, Math.round(minutes / 60));
}
