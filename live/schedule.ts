/** Calls back after a time in milliseconds, by the browser's clock. Returns how to cancel. */
export function schedule(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
