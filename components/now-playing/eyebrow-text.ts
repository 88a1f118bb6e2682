/** The line above the title. */
import type { Texts } from '../../languages/texts';
import type { ShowStatus } from '../../live/show-status';

export function eyebrowText(status: ShowStatus, { nowPlaying, result }: Texts): string {
  return status === 'counting' || status === 'result' ? result.closed : nowPlaying[status];
}
