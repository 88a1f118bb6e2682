/**
 * The script in the HTML of every page, which runs before all others. It allows React to recover under the page's Trusted
 * Types policy, and requests lost files of the page again.
 */
import { loadNoticeId } from '../components/recovery/load-notice-id';

/** Returns the script. */
export function earlyScript(): string {
  return `(${String(prepare)})(${JSON.stringify(loadNoticeId)})`;
}

/**
 * Runs in the browser, without anything from this module or any other.
 *
 * @param noticeId the element that says that the page is incomplete; React removes it once the page works
 */
export function prepare(noticeId: string): void {
  interface TrustedTypes {
    createPolicy: (name: string, rules: Record<string, (value: string) => string | null>) => unknown;
  }
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const nonce = document.currentScript?.nonce ?? '';
  // Not written out: React changes script tags in the text of a script.
  const emptyScript = '<tag></tag>'.replaceAll('tag', 'script');
  const files = `${location.origin}/_next/static/`;
  const maxRetries = 4;
  const patienceMs = 20_000;
  const hydrationMs = 3000;
  // A browser that cannot run the app keeps a page that it can read. The pages of an audience reload at different times.
  const isReload = performance
    .getEntriesByType('navigation')
    .some((entry) => 'type' in entry && entry.type === 'reload');
  const reloadMs = (isReload ? 600_000 : 60_000) * (0.5 + Math.random());

  // What React and Next.js write when they render the whole page anew, and nothing else: https://www.w3.org/TR/trusted-types/#default-policy-hdr
  trustedTypes?.createPolicy('default', {
    // React creates a script element that never runs. Text without `<`, such as a style sheet, contains no element.
    createHTML: (html) => (html === emptyScript || !html.includes('<') ? html : null),
    // That of this script, which React does not know.
    createScript: (text) => (text === '' ? '' : null),
    createScriptURL: (url) => (new URL(url, document.baseURI).href.startsWith(files) ? url : null),
  });

  const isIncomplete = () => document.getElementById(noticeId) !== null;
  const reload = () => {
    const reloadIfUp = ({ ok }: Response) => {
      if (ok && isIncomplete()) location.reload();
    };
    fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(reloadIfUp, () => undefined);
  };
  const giveUp = () => {
    const notice = document.getElementById(noticeId);
    if (notice === null || !notice.hidden) return;
    notice.hidden = false;
    setInterval(reload, reloadMs);
  };
  setTimeout(giveUp, patienceMs);

  const failures = new Map<string, number>();
  const requestAgain = (lost: EventTarget | null) => {
    const isScript = lost instanceof HTMLScriptElement;
    const isStyle = lost instanceof HTMLLinkElement && lost.rel === 'stylesheet';
    // webpack marks the chunks that it loads, and reports their failures.
    if (!(isScript || isStyle) || lost.dataset['webpack']) return;
    // The policy refuses an injected script without the nonce. Requested again by this script, it would run.
    if (isScript && lost.nonce !== nonce) return;
    const url = isScript ? lost.src : lost.href;
    if (!url.startsWith(files)) return;
    const count = (failures.get(url) ?? 0) + 1;
    failures.set(url, count);
    if (count > maxRetries) {
      giveUp();
      return;
    }
    setTimeout(() => document.head.append(isScript ? scriptOf(url) : styleOf(url)), 500 * 2 ** count);
  };
  // A copy of an element that has failed would not be requested.
  const scriptOf = (src: string) => Object.assign(document.createElement('script'), { src, nonce });
  const styleOf = (href: string) => Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  addEventListener('error', ({ target }) => requestAgain(target), true);
  // Browsers run this script when the style sheets before it are loaded or lost. Until then, scripts may have been lost.
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    if (link.sheet === null) requestAgain(link);
  }
  const findLost = () => {
    // Not in a page that works, where a script would run a second time if the browser reports no size for it.
    if (!isIncomplete()) return;
    for (const script of document.scripts) if (!failures.has(script.src) && isLost(script.src)) requestAgain(script);
  };
  addEventListener('load', () => setTimeout(findLost, hydrationMs));
  const isLost = (url: string) =>
    performance
      .getEntriesByName(url)
      .every((entry) => entry instanceof PerformanceResourceTiming && entry.decodedBodySize === 0);
}
