/** Messages per minute, from the times of their arrival. */

const minuteMs = 60_000;

/**
 * Returns the messages of each of the last minutes, the latest one last.
 *
 * @param arrivals in epoch milliseconds
 * @param now in epoch milliseconds
 */
export function messagesPerMinute(arrivals: readonly number[], now: number, minutes: number): number[] {
  const counts = new Array<number>(minutes).fill(0);
  for (const arrival of arrivals) {
    const place = minutes - 1 - Math.floor(Math.max(0, now - arrival) / minuteMs);
    if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}
