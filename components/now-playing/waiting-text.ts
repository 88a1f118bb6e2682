/** What both screens say while no film is on. */
import type { Texts } from '../../languages/texts';
import type { Connection } from '../../live/show-reducer';

/** In the place of the first film's title. */
export function waitingTitle(connection: Connection, { stage }: Texts): string {
  return connection === 'live' ? stage.warmingUp : stage.findingSeats;
}

export function pausedText(connection: Connection, { stage }: Texts): string {
  return connection === 'live' ? stage.pausedLive : stage.pausedAlone;
}
