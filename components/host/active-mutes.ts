/** Who is muted. The backend has no list of mutes, but each is among the recorded actions. */
import type { RecordedAction } from '../../live/host-backend';
import type { KnownMute } from '../../live/host-state';
import { readAction } from './recorded-action';

/**
 * Returns the mutes that have not ended, the last one first.
 *
 * @param own the mutes of this page, which the actions may lack
 * @param now in epoch milliseconds
 */
export function activeMutes(actions: readonly RecordedAction[], own: readonly KnownMute[], now: number): KnownMute[] {
  const latest = new Map<string, KnownMute>();
  const all = [...actions.flatMap(muteOf), ...own].toSorted((a, b) => a.at - b.at);
  for (const mute of all) {
    latest.delete(mute.sender);
    latest.set(mute.sender, mute);
  }
  return [...latest.values()].filter(({ mutedUntil }) => mutedUntil * 1000 > now).toReversed();
}

function muteOf(recorded: RecordedAction): KnownMute[] {
  const { at, action, detail } = readAction(recorded);
  const { sender, nickname, seconds } = detail;
  if (action !== 'muteSender' || typeof sender !== 'string' || typeof seconds !== 'number') return [];
  return [{ sender, nickname: typeof nickname === 'string' ? nickname : sender, mutedUntil: at / 1000 + seconds, at }];
}
