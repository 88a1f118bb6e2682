/** The locks and last known images of the items in one engine. */
import { LRUCache } from 'lru-cache';
import type { Item } from './item';
import { KeyLocks } from './key-locks';

/** Number of items whose image is cached, so that their next write needs no read. */
const maxImages = 5000;

/**
 * Shared by all {@link ChangeCapture}s of an engine. After a reload of the backend, the previous capture may still be
 * writing: with separate locks, the recovery of the new capture would record its change again.
 */
export class ItemState {
  readonly locks = new KeyLocks();
  readonly images = new LRUCache<string, Item>({ max: maxImages });
}
