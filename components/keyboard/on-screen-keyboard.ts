/**
 * Follows the on-screen keyboard of a phone or tablet. While it is open, the document has the attribute `data-keyboard`, and
 * `--visible-top` and `--visible-height` say which part of the page it leaves free. Browsers do not report the keyboard:
 * some make the page less high (`interactive-widget=resizes-content`), iOS only the visual viewport.
 * https://developer.mozilla.org/docs/Web/API/VisualViewport
 */

/** Toolbars of browsers that come and go are less high than this, in pixels. */
const minKeyboardPx = 120;

/** A page that is zoomed in shows less, and moves as its reader wants. */
const maxScale = 1.05;

/** Whether an on-screen keyboard is open for one of the page's fields. */
export function isKeyboardOpen(): boolean {
  return document.documentElement.hasAttribute('data-keyboard');
}

/**
 * Follows the keyboard for the fields of a form.
 *
 * @returns a function that stops
 */
export function followKeyboard(form: HTMLFormElement): () => void {
  const viewport = window.visualViewport;
  // https://caniuse.com/visualviewport
  if (!viewport) return () => undefined;
  const touch = window.matchMedia('(pointer: coarse)');
  /** The height without a keyboard, by the width: that of a phone changes when it is turned. */
  const heights = new Map<number, number>();
  let scrolledTo = 0;
  const root = document.documentElement;

  const isWriting = () => {
    const { activeElement } = document;
    return activeElement instanceof HTMLInputElement && form.contains(activeElement);
  };

  const close = () => {
    if (!isKeyboardOpen()) return;
    root.removeAttribute('data-keyboard');
    root.style.removeProperty('--visible-top');
    root.style.removeProperty('--visible-height');
    window.scrollTo(0, scrolledTo);
  };

  const update = () => {
    const { width, height, offsetTop, scale } = viewport;
    if (!isWriting()) heights.set(Math.round(width), height);
    const fullHeight = heights.get(Math.round(width)) ?? Infinity;
    if (!isWriting() || !touch.matches || scale > maxScale || height > fullHeight - minKeyboardPx) {
      close();
      return;
    }
    if (!isKeyboardOpen()) scrolledTo = window.scrollY;
    root.setAttribute('data-keyboard', '');
    root.style.setProperty('--visible-top', `${offsetTop}px`);
    root.style.setProperty('--visible-height', `${height}px`);
  };

  const events = new AbortController();
  const { signal } = events;
  for (const type of ['resize', 'scroll']) viewport.addEventListener(type, update, { signal });
  form.addEventListener('focusin', update, { signal });
  form.addEventListener(
    'focusout',
    ({ relatedTarget }) => {
      // From one field to the other, the keyboard stays.
      if (!(relatedTarget instanceof Node && form.contains(relatedTarget))) close();
    },
    { signal },
  );
  update();
  return () => {
    events.abort();
    close();
  };
}
