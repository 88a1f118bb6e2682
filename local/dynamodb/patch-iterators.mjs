/**
 * Makes dynalite close its iterators. dynalite opens one for each Query and Scan, and ends it with `return()`, which
 * the iterators of its store lack. An open iterator keeps everything that LevelDB referenced when it was opened,
 * including tables in memory and deleted files.
 */
import { AbstractKeyIterator, AbstractValueIterator } from 'abstract-level';

for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
  Object.defineProperty(prototype, 'return', {
    /** @this {{ close(): Promise<void> }} */
    value() {
      return this.close();
    },
  });
}
