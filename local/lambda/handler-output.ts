/** Converts the output of a handler to lines of the backend's log: "Log and monitor Node.js Lambda functions". */
import type { LogLevel } from './worker-messages';

export interface LogLine {
  level: LogLevel;
  /** Missing if a line in JSON has none. */
  message: string | undefined;
  /** The other fields of a line in JSON. */
  fields: Record<string, unknown>;
}

const levels: Record<string, LogLevel> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
  FATAL: 'error',
};

/** Fields that every line of the backend's log has. */
const logFields: ReadonlySet<string> = new Set(['_aws', 'level', 'message', 'msg', 'time', 'timestamp']);

/** @param level the level of the console call; a level in a line of JSON takes precedence */
export function toLogLine(level: LogLevel, text: string): LogLine {
  const json = parseObject(text);
  if (!json) return { level, message: text, fields: {} };

  // Metrics are for CloudWatch: in the log they are details.
  const fields = Object.fromEntries(Object.entries(json).filter(([name]) => !logFields.has(name)));
  if ('_aws' in json) return { level: 'debug', message: 'metrics', fields };
  const jsonLevel = typeof json.level === 'string' ? levels[json.level.toUpperCase()] : undefined;
  const message = json.message ?? json.msg;
  return {
    level: jsonLevel ?? level,
    message: typeof message === 'string' || message === undefined ? message : JSON.stringify(message),
    fields,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Plain text that starts with a brace.
    return undefined;
  }
}
