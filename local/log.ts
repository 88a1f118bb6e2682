/** The log of the local backend: one line of JSON for each event. The level `debug` shows everything. */
import pino from 'pino';

export const log = pino({ base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
