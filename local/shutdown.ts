/** Ends the process after everything that runs in it is closed. */
export interface Shutdown {
  /** Aborts when closing begins. What fails afterwards is not a problem to report. */
  signal: AbortSignal;
  /** Called in parallel when the process ends. */
  closeCallbacks: (() => Promise<void>)[];
  /** Closes everything, then exits. Later calls change nothing: the first exit code tells why the process ended. */
  stop: (exitCode: number) => Promise<void>;
}

/** @param exit ends the process */
export function createShutdown(exit: (exitCode: number) => void): Shutdown {
  const closeCallbacks: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const stopping = new AbortController();
  async function close(exitCode: number): Promise<void> {
    stopping.abort();
    await Promise.allSettled(closeCallbacks.map((callback) => callback()));
    exit(exitCode);
  }
  return {
    signal: stopping.signal,
    closeCallbacks,
    // In a later turn, so that a callback which calls `stop` finds `closing` set.
    stop: (exitCode) => (closing ??= Promise.resolve(exitCode).then(close)),
  };
}
