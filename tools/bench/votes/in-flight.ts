/**
 * Runs tasks with at most `limit` at a time. Returns the total time in seconds.
 *
 * @throws the error of the first task that fails
 */
export async function keepInFlight(tasks: readonly (() => Promise<unknown>)[], limit: number): Promise<number> {
  const waiting = tasks.values();
  const work = async () => {
    for (const task of waiting) await task();
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: limit }, work));
  return (performance.now() - startedAt) / 1000;
}
