/** Schedule expressions: "Schedule types in EventBridge Scheduler". One-time schedules (`at`) are not supported. */
import { Cron } from 'croner';

export interface ScheduleExpression {
  /**
   * @param time - milliseconds since the epoch.
   * @param since - when the schedule was created; a rate counts from there.
   * @returns the first time after `time` at which the schedule is due, or undefined if there is none.
   */
  nextAfter(time: number, since: number): number | undefined;
}

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * @param expression - `cron(minutes hours day-of-month month day-of-week year)` or `rate(value unit)`.
 * @param timezone - an IANA name, for `cron`.
 * @throws {Error} for any other expression.
 */
export function parseScheduleExpression(expression: string, timezone: string): ScheduleExpression {
  const [, type, content = ''] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? [];
  try {
    if (type === 'cron') return cron(content.trim().split(/\s+/), timezone);
    if (type === 'rate') return rate(content.trim());
  } catch (error) {
    throw new Error(`Invalid schedule expression ${expression}: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(`Invalid schedule expression ${expression}: only cron(...) and rate(...) are supported`);
}

function cron(fields: string[], timezone: string): ScheduleExpression {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  if (fields.length !== 6 || dayOfWeek === undefined) throw new Error('cron takes six fields');
  if (dayOfMonth !== '?' && dayOfWeek !== '?') throw new Error('either day-of-month or day-of-week must be ?');

  const pattern = ['0', minutes, hours, dayOfMonth, month, toCronerDays(dayOfWeek), year].join(' ');
  // AWS counts the days from 1, Sunday, and writes every tenth minute as 0/10.
  const job = new Cron(pattern, {
    timezone,
    mode: '7-part',
    alternativeWeekdays: true,
    sloppyRanges: true,
    paused: true,
  });
  return { nextAfter: (time) => job.nextRun(new Date(time))?.getTime() };
}

/** AWS writes the last Friday of a month as `6L` and the last day of a week as `L`. */
function toCronerDays(dayOfWeek: string): string {
  return dayOfWeek === 'L' ? '7' : dayOfWeek.replace(/^(\w+)L$/, '$1#L');
}

function rate(content: string): ScheduleExpression {
  const [, value, unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(content) ?? [];
  const periodMs = Number(value) * (unitMs[unit] ?? NaN);
  if (Number.isNaN(periodMs)) throw new Error('rate takes a positive number and minutes, hours or days');
  return { nextAfter: (time, since) => since + (Math.floor((time - since) / periodMs) + 1) * periodMs };
}
