/** The backend of the show's pages, with a client that is loaded after the first paint. */
import type { Backend, Outputs } from '../../live/backend';
import { deferredBackend } from '../../live/deferred-backend';
import { fetchPublicSnapshot } from '../../live/public-snapshot';
import { schedule } from '../../live/schedule';
import { Chunk, isChunkGone } from '../recovery/chunk';
import { reloadWhenPossible } from '../recovery/reload';

const client = new Chunk({
  load: () => import('../../live/backend'),
  isGone: isChunkGone,
  schedule,
  random: Math.random,
});

/** Starts to load the client, unless it is loaded. What it does with the backend waits for it. */
export function openPageBackend(outputs: Outputs): Backend {
  const loading = new Promise<Backend>((resolve) => {
    const check = () => {
      const { value, isGone } = client.getState();
      // In a task of its own, after the one that has evaluated the client's code.
      if (value !== null) schedule(0, () => resolve(value.openBackend(outputs)));
      // After a deployment, only a new page has a client. The votes are stored.
      if (isGone) reloadWhenPossible(0);
    };
    client.subscribe(check);
    check();
  });
  return deferredBackend(loading, fetchPublicSnapshot);
}
