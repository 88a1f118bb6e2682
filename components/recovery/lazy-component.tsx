'use client';

import { useSyncExternalStore, type ComponentType, type ReactNode } from 'react';
import { schedule } from '../../live/schedule';
import { Chunk, isChunkGone, type ChunkState } from './chunk';

type LoadingState = Omit<ChunkState<unknown>, 'value'>;

const onServer = { value: null, failures: 0, isGone: false };

/**
 * A component in a chunk of its own, which is not in the first load. It is not rendered on the server, and not before it
 * is loaded. Unlike `next/dynamic`, a chunk that cannot be loaded is requested again, and is not an error of the page.
 *
 * @param load imports the chunk
 * @param renderLoading renders what is shown until then; nothing by default
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  renderLoading: (state: LoadingState) => ReactNode = () => null,
): ComponentType<Props> {
  const chunk = new Chunk({ load, isGone: isChunkGone, schedule, random: Math.random });
  const serverState = (): ChunkState<ComponentType<Props>> => onServer;

  return function LazyComponent(props: Props) {
    const { value: Loaded, ...loading } = useSyncExternalStore(chunk.subscribe, chunk.getState, serverState);
    return Loaded ? <Loaded {...props} /> : renderLoading(loading);
  };
}
