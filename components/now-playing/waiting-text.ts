/** Texts of the page and the stage while no movie is showing. */
import type { Texts } from '../../languages/texts';
import type { Connection } from '../../live/show-reducer';

/** Replaces the title of the first movie. */
export function waitingTitle(connection: Connection, { nowPlaying }: Texts): string {
  return connection === 'live' ? nowPlaying.warmingUp : nowPlaying.connecting;
}

export function pausedText(connection: Connection, { nowPlaying }: Texts): string {
  return connection === 'live' ? nowPlaying.pausedLive : nowPlaying.pausedAlone;
}
