import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followPage } from './page-lifecycle';

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const browser = new EventTarget();

beforeEach(() => {
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', browser);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function follow() {
  const session = { pageHidden: vi.fn(), pageShown: vi.fn() };
  return { session, stop: followPage(session) };
}

function show(visibilityState: 'visible' | 'hidden'): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}

describe('followPage', () => {
  it('reports when the page is hidden and shown', () => {
    const { session } = follow();
    show('hidden');
    expect(session.pageHidden).toHaveBeenCalledTimes(1);
    show('visible');
    expect(session.pageShown).toHaveBeenCalledTimes(1);
  });

  it('reports when the page is left and restored from the cache, but not when it is first shown', () => {
    const { session } = follow();
    browser.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
    expect(session.pageShown).not.toHaveBeenCalled();
    browser.dispatchEvent(new Event('pagehide'));
    browser.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(session.pageHidden).toHaveBeenCalledTimes(1);
    expect(session.pageShown).toHaveBeenCalledTimes(1);
  });

  it('reports when the network is back until it is stopped', () => {
    const { session, stop } = follow();
    browser.dispatchEvent(new Event('online'));
    stop();
    browser.dispatchEvent(new Event('online'));
    expect(session.pageShown).toHaveBeenCalledTimes(1);
  });
});
