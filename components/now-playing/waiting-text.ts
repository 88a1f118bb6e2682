/** Texts of the page and the stage while no movie is showing. */
import type { Texts } from '../../languages/texts';
import type { Connection } from '../../live/show-reducer';

/** Replaces the title of the first movie. */
export function waitingTitle(connection: Connection, { nowPlaying }: Texts): string {
  return seesShow(connection) ? nowPlaying.warmingUp : nowPlaying.connecting;
}

/** Whether the backend answers, so that the screen knows that there is no movie. */
function seesShow(connection: Connection): boolean {
  return connection === 'live' || connection === 'blocked';
}

export function pausedText(connection: Connection, { nowPlaying }: Texts): string {
  return seesShow(connection) ? nowPlaying.pausedLive : nowPlaying.pausedAlone;
}
