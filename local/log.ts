/** One structured line per event worth reading; `--verbose` shows the rest. */
import pino from 'pino';

export const log = pino({ base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
