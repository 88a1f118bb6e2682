/** The log of the local backend: lines for people on a terminal, otherwise JSON. The level `debug` shows everything. */
import pino from 'pino';
import { formatLogLine } from './log-text';

export type LogFormat = 'text' | 'json';

const output = pino.destination({ sync: true });
let format: LogFormat = process.stdout.isTTY ? 'text' : 'json';

export const log = pino(
  { base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
  {
    write(line: string) {
      output.write(
        format === 'text'
          ? formatLogLine(line, { hasColors: process.stdout.isTTY && process.stdout.hasColors() })
          : line,
      );
    },
  },
);

/** By default, lines are for people if the standard output is a terminal. */
export function setLogFormat(newFormat: LogFormat): void {
  format = newFormat;
}
