/** Calls back after a delay in milliseconds. Returns a function that cancels it. */
export function schedule(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
