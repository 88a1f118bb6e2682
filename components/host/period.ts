/** The periods of which a host can see the results. */

export const periods = ['today', 'hour', 'day', 'month'] as const;

export type Period = (typeof periods)[number];

const hourSeconds = 3600;

/**
 * Returns the start and the end of a period, in epoch seconds. The day starts at midnight of the device.
 *
 * @param now in epoch milliseconds
 */
export function periodOf(period: Period, now: number): { from: number; to: number } {
  const to = Math.floor(now / 1000) + 1;
  return { from: startOf(period, now, to), to };
}

function startOf(period: Period, now: number, to: number): number {
  switch (period) {
    case 'today':
      return Math.floor(new Date(now).setHours(0, 0, 0, 0) / 1000);
    case 'hour':
      return to - hourSeconds;
    case 'day':
      return to - 24 * hourSeconds;
    case 'month':
      return to - 30 * 24 * hourSeconds;
  }
}
