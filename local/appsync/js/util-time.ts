/** `util.time.*`: "Time helpers in util.time" in the AppSync developer guide. */
import { formatTime, parseTime } from './time-pattern';

function parseISO8601(text: string): number {
  const epochMs = Date.parse(text);
  if (Number.isNaN(epochMs)) throw new Error(`${text} is not an ISO 8601 time.`);
  return epochMs;
}

export const createTimeUtil = (now: () => number) => ({
  nowISO8601: () => new Date(now()).toISOString(),
  nowEpochSeconds: () => Math.floor(now() / 1000),
  nowEpochMilliSeconds: () => now(),
  nowFormatted: (pattern: string, zone?: string) => formatTime(now(), pattern, zone),
  parseFormattedToEpochMilliSeconds: parseTime,
  parseISO8601ToEpochMilliSeconds: parseISO8601,
  epochMilliSecondsToSeconds: (epochMs: number) => Math.floor(epochMs / 1000),
  epochMilliSecondsToISO8601: (epochMs: number) => new Date(epochMs).toISOString(),
  epochMilliSecondsToFormatted: formatTime,
});
