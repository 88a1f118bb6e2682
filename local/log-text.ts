/** Formats a line of the log for people: time, level of a problem, function, message, other fields, and an error's stack. */
import { styleText } from 'node:util';
import { z } from 'zod';

const lineSchema = z.looseObject({
  level: z.number(),
  /** ISO 8601. */
  time: z.string(),
  msg: z.string().optional(),
  function: z.string().optional(),
  err: z.object({ message: z.string(), stack: z.string().optional(), trace: z.string().optional() }).optional(),
});

/** https://github.com/pinojs/pino/blob/main/docs/api.md#loggerlevel-string-gettersetter */
const levels = { info: 30, warn: 40, error: 50 };

type Style = Parameters<typeof styleText>[0];

export interface LogTextOptions {
  /** Whether to write ANSI escape sequences for colours. */
  hasColors: boolean;
}

/**
 * @param json a line that pino wrote
 * @returns one or more lines, each with its line break
 */
export function formatLogLine(json: string, { hasColors }: LogTextOptions): string {
  const style = (format: Style, text: string) =>
    hasColors ? styleText(format, text, { validateStream: false }) : text;
  const { level, time, msg, function: name, err, ...fields } = lineSchema.parse(JSON.parse(json));
  const parts = [
    style('dim', new Date(time).toTimeString().slice(0, 8)),
    ...describeLevel(level).map(([text, color]) => style(color, text)),
    ...(name === undefined ? [] : [style('cyan', name)]),
    ...(msg === undefined ? [] : [msg]),
    ...Object.entries(fields).map(([field, value]) => `${style('dim', `${field}=`)}${describeValue(value)}`),
  ];
  // A handler's error has its stack in `trace`; the other one is that of the local backend.
  const stack = err && (err.trace ?? err.stack ?? err.message);
  return `${parts.join('  ')}\n${stack === undefined ? '' : `${style('dim', indent(stack))}\n`}`;
}

function describeLevel(level: number): [text: string, color: Style][] {
  if (level >= levels.error) return [['ERROR', 'red']];
  if (level >= levels.warn) return [['WARN', 'yellow']];
  return level < levels.info ? [['debug', 'dim']] : [];
}

/** Quotes text with blanks, so that it is clear where it ends. */
function describeValue(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

const indent = (text: string) => text.replaceAll(/^/gm, '          ');
