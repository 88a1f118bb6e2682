import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { followKeyboard, isKeyboardOpen } from './on-screen-keyboard';

const phone = { width: 390, height: 750, offsetTop: 0, scale: 1 };

/** A phone's viewport, which the keyboard makes less high. */
class Viewport extends EventTarget {
  width = phone.width;
  height = phone.height;
  offsetTop = phone.offsetTop;
  scale = phone.scale;

  becomes(changes: Partial<typeof phone>): void {
    Object.assign(this, changes);
    this.dispatchEvent(new Event('resize'));
  }
}

const root = document.documentElement;
let viewport: Viewport;
let stop: () => void;

const field = (name: string) => document.querySelector<HTMLElement>(`[name=${name}]`);

async function follow(isTouch = true): Promise<void> {
  vi.stubGlobal('matchMedia', () => ({ matches: isTouch }));
  const { container } = await render(
    <>
      <form>
        <input name="first" aria-label="First" />
        <input name="second" aria-label="Second" />
        <button type="button" name="chip">
          Chip
        </button>
      </form>
      <button type="button" name="outside">
        Outside
      </button>
      <div style={{ height: 3000 }} />
    </>,
  );
  const form = container.querySelector('form');
  if (form) stop = followKeyboard(form);
}

beforeEach(() => {
  viewport = new Viewport();
  vi.stubGlobal('visualViewport', viewport);
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe('the on-screen keyboard', () => {
  it('is open while it makes the page less high for a field', async () => {
    await follow();
    field('first')?.focus();
    expect(isKeyboardOpen()).toBe(false);
    viewport.becomes({ height: 400, offsetTop: 120 });
    expect(isKeyboardOpen()).toBe(true);
    expect(root.style.getPropertyValue('--visible-height')).toBe('400px');
    expect(root.style.getPropertyValue('--visible-top')).toBe('120px');
    field('second')?.focus();
    expect(isKeyboardOpen()).toBe(true);
    field('outside')?.focus();
    expect(isKeyboardOpen()).toBe(false);
    expect(root.getAttribute('style') ?? '').not.toContain('--visible');
  });

  it('is closed if the reader closes it and the field keeps the focus', async () => {
    await follow();
    field('first')?.focus();
    viewport.becomes({ height: 400 });
    viewport.becomes({ height: phone.height });
    expect(isKeyboardOpen()).toBe(false);
  });

  it('stays open when the phone is turned', async () => {
    await follow();
    field('first')?.focus();
    viewport.becomes({ height: 400 });
    viewport.becomes({ width: 844, height: 160 });
    expect(isKeyboardOpen()).toBe(true);
  });

  it.each([
    ['a toolbar of the browser appears', { height: phone.height - 80 }, true],
    ['the page is zoomed in', { height: 400, scale: 2 }, true],
    ['the window of a computer becomes less high', { height: 400 }, false],
  ])('is not open if %s', async (_what, changes, isTouch) => {
    await follow(isTouch);
    field('first')?.focus();
    viewport.becomes(changes);
    expect(isKeyboardOpen()).toBe(false);
  });

  it('is not open for a window that became less high before', async () => {
    await follow();
    viewport.becomes({ height: 400 });
    field('first')?.focus();
    expect(isKeyboardOpen()).toBe(false);
  });

  it('leaves the page where it was', async () => {
    await follow();
    window.scrollTo(0, 500);
    field('first')?.focus({ preventScroll: true });
    viewport.becomes({ height: 400 });
    window.scrollTo(0, 0);
    field('outside')?.focus({ preventScroll: true });
    expect(window.scrollY).toBe(500);
  });

  it('does not matter where the browser has no visual viewport', async () => {
    vi.stubGlobal('visualViewport', null);
    await follow();
    field('first')?.focus();
    expect(isKeyboardOpen()).toBe(false);
  });
});
