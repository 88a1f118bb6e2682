/**
 * Runs a task for each item, for several items at the same time.
 *
 * @param maxConcurrent from 1
 * @param task called in the order of the items
 * @throws the first error of a task, once all tasks have ended
 */
export async function forEachConcurrently<T>(
  items: readonly T[],
  maxConcurrent: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  const remaining = items.values();
  const work = async () => {
    for (const item of remaining) await task(item).catch((error: unknown) => errors.push(error));
  };
  await Promise.all(Array.from({ length: maxConcurrent }, work));
  if (errors.length > 0) throw errors[0];
}
