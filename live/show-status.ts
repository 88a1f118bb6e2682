/** What a page can truthfully say about the show. */
import type { Phase } from './phase';
import type { Connection } from './show-reducer';

/** The phase of the show, or why the page does not know it. */
export type ShowStatus = Phase | 'connecting' | 'disconnected' | 'offline';

/** Whether a round has not ended. */
export function isRoundStatus(status: ShowStatus): status is 'open' | 'counting' | 'result' {
  return status === 'open' || status === 'counting' || status === 'result';
}

/** A round goes on until its end by the clock. After that, only a page that hears from the backend knows the phase. */
export function showStatus(phase: Phase, connection: Connection): ShowStatus {
  if (isRoundStatus(phase)) return phase;
  switch (connection) {
    case 'live':
    case 'following':
    case 'blocked':
      return phase;
    case 'reconnecting':
      return 'disconnected';
    case 'connecting':
    case 'offline':
      return connection;
  }
}

/** Which state of the connection a page shows. It is live only while rounds come. */
export type ConnectionStatus = Connection | 'waiting' | 'paused';

/** @param phase the phase of the show by the clock */
export function connectionStatus(phase: Phase, connection: Connection): ConnectionStatus {
  if (connection !== 'live') return connection;
  if (phase === 'pausedByHost') return 'paused';
  return phase === 'waiting' || phase === 'paused' ? phase : connection;
}
