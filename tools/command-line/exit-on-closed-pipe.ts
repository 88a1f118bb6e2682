import { exitCodes } from './exit-codes';

/** Ends the process without an error when the reader of its output goes away, as `head` does. */
export function exitOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.ok);
  });
}
