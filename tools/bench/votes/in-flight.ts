/** Work with a steady number of calls under way. */

/**
 * Starts each task as soon as fewer than `limit` are under way.
 * @returns how long all of them took, in seconds
 * @throws what the first task throws that fails
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
