/**
 * Has dynalite close the iterators that it reads a table with, by one for each Query and Scan. It ends them with
 * `return()`, which the iterators of its store do not have, so they would stay open, and each keeps all that LevelDB
 * held when it was opened: tables in memory, and files that are long deleted.
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
