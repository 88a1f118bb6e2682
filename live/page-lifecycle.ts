/** Notifies a session when its page is hidden, shown, left or back online. */
import type { ShowSession } from './show-session';

/**
 * Listens to the page's lifecycle. `visibilitychange` is the last event that a phone reliably sends; `pagehide` and
 * `pageshow` cover the back/forward cache: https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 *
 * @returns a function that stops listening
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
