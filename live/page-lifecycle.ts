/** Tells a session when its page is hidden, seen again, left or back online. */
import type { ShowSession } from './show-session';

/**
 * `visibilitychange` is the last event that a phone is sure to send; `pagehide` and `pageshow` are for the
 * back/forward cache: https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 * @returns how to stop
 */
export function followPage(session: Pick<ShowSession, 'pageHidden' | 'pageShown'>): () => void {
  const events = new AbortController();
  const { signal } = events;
  const onVisibility = () => (document.visibilityState === 'hidden' ? session.pageHidden() : session.pageShown());
  document.addEventListener('visibilitychange', onVisibility, { signal });
  window.addEventListener('pagehide', session.pageHidden, { signal });
  window.addEventListener('pageshow', (event) => event.persisted && session.pageShown(), { signal });
  window.addEventListener('online', session.pageShown, { signal });
  return () => events.abort();
}
