/** Ends the process after everything that runs in it is closed. */
export interface Shutdown {
  /** Called in parallel when the process ends. */
  closeCallbacks: (() => Promise<void>)[];
  /** Closes everything, then exits. Later calls change nothing: the first exit code tells why the process ended. */
  stop: (exitCode: number) => Promise<void>;
}

/** @param exit ends the process */
export function createShutdown(exit: (exitCode: number) => void): Shutdown {
  const closeCallbacks: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  async function close(exitCode: number): Promise<void> {
    await Promise.allSettled(closeCallbacks.map((callback) => callback()));
    exit(exitCode);
  }
  // In a later turn, so that a callback which calls `stop` finds `closing` set.
  return { closeCallbacks, stop: (exitCode) => (closing ??= Promise.resolve(exitCode).then(close)) };
}
