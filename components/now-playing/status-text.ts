/** Texts of the page and the stage about the status of the show. */
import { fill, type Texts } from '../../languages/texts';
import type { Movie } from '../../live/backend';
import type { Phase } from '../../live/phase';
import { isRoundStatus, type ShowStatus } from '../../live/show-status';

/** Replaces the title of the first movie. */
export function firstTitle(status: ShowStatus, { nowPlaying }: Texts): string {
  return status === 'waiting' || isRoundStatus(status) ? nowPlaying.startingSoon : nowPlaying[status];
}

/** What screen readers announce: each movie, and that a host pauses the show. */
export function spokenText(phase: Phase, movie: Movie | null, { nowPlaying }: Texts): string {
  if (phase === 'pausedByHost') return nowPlaying.pausedByHostDetail;
  return phase === 'open' && movie ? fill(nowPlaying.nowShowing, { movie: movie.title }) : '';
}

/** What will happen, if that is not obvious; otherwise null. */
export function statusDetail(status: ShowStatus, { nowPlaying }: Texts): string | null {
  switch (status) {
    case 'waiting':
    case 'connecting':
      return nowPlaying.startsByItself;
    case 'paused':
      return nowPlaying.pausedDetail;
    case 'pausedByHost':
      return nowPlaying.pausedByHostDetail;
    case 'disconnected':
      return nowPlaying.disconnectedDetail;
    case 'offline':
      return nowPlaying.offlineDetail;
    case 'open':
    case 'counting':
    case 'result':
    case 'over':
      return null;
  }
}
