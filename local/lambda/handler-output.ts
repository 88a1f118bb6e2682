/** What a handler prints, as a line of the backend's log: "Log and monitor Node.js Lambda functions". */
import type { LogLevel } from './worker-messages';

export interface LogLine {
  level: LogLevel;
  message: string;
  /** The other fields of a line that the handler printed as JSON. */
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

/** What a line of the backend's log has anyway. */
const ownFields: ReadonlySet<string> = new Set(['_aws', 'level', 'message', 'msg', 'time', 'timestamp']);

/** @param level - how it was printed; a level that a JSON line names goes before it. */
export function toLogLine(level: LogLevel, text: string): LogLine {
  const json = parseObject(text);
  if (!json) return { level, message: text, fields: {} };

  // Metrics are for CloudWatch; nobody reads them here line by line.
  const fields = Object.fromEntries(Object.entries(json).filter(([name]) => !ownFields.has(name)));
  if ('_aws' in json) return { level: 'debug', message: 'metrics', fields };
  const ownLevel = levels[String(json.level).toUpperCase()];
  return { level: ownLevel ?? level, message: String(json.message ?? json.msg ?? ''), fields };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Text that happens to start with a brace.
    return undefined;
  }
}
