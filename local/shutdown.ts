/** What runs in this process, and how to end it with one exit code. */
export interface Shutdown {
  /** Called side by side when the process ends. */
  closeCallbacks: (() => Promise<void>)[];
  /** Closes everything, then exits. What ends while that happens changes nothing: the first exit code is why it ended. */
  stop(exitCode: number): Promise<void>;
}

/** @param exit ends the process */
export function createShutdown(exit: (exitCode: number) => void): Shutdown {
  const closing: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  async function end(exitCode: number): Promise<void> {
    await Promise.allSettled(closing.map((close) => close()));
    exit(exitCode);
  }
  return { closeCallbacks: closing, stop: (exitCode) => (ending ??= Promise.resolve(exitCode).then(end)) };
}
