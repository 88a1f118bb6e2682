/** Finds text that cannot be read: cut off, outside the window, on top of other text, or broken within a word. */
import type { Page } from '@playwright/test';

/** Every fault on the page, in words. @param width of the window, which may still have its size before a change */
export async function textFaults(page: Page, width: number): Promise<string[]> {
  return page.evaluate(findFaults, width);
}

/** Runs in the page, so it contains all that it needs. */
async function findFaults(width: number): Promise<string[]> {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  while (innerWidth !== width) await nextFrame();
  // Observers of sizes run after the layout of a frame.
  await nextFrame();
  await nextFrame();

  /** In pixels: boxes may end between two. */
  const tolerance = 1.5;
  /** Longer words may break if there is no room. */
  const longestWord = 20;
  const faults = new Set<string>();

  interface Line {
    node: Text;
    parent: HTMLElement;
    left: number;
    right: number;
    top: number;
    bottom: number;
  }

  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element): CSSStyleDeclaration => {
    const style = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, style);
    return style;
  };

  const name = ({ textContent }: Node) => `“${(textContent ?? '').trim().slice(0, 40)}”`;

  /** A whole text can be announced by a tooltip, or by a visible button for more. */
  const isAnnounced = (element: Element): boolean =>
    (element.closest('[title]')?.getAttribute('title') ?? '') === element.textContent ||
    (element.closest('p > [data-cut]') !== null &&
      [...document.querySelectorAll('[data-cut] > button')].some((button) => button.checkVisibility()));

  const isHidden = (element: HTMLElement): boolean => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    return element.closest('[inert], .visually-hidden, dialog, noscript, title, option, nextjs-portal') !== null;
  };

  /** The title in place of a poster is behind the poster. */
  const isBehindPoster = (element: HTMLElement): boolean => {
    const posters = element.closest(':has(> img)')?.querySelectorAll<HTMLImageElement>(':scope > img') ?? [];
    return [...posters].some(({ complete, naturalWidth }) => complete && naturalWidth > 0);
  };

  /** Hidden from sight, but read by screen readers. */
  const isForScreenReaders = (element: HTMLElement): boolean => {
    for (let box: HTMLElement | null = element; box; box = box.parentElement)
      if (styleOf(box).clipPath === 'inset(50%)') return true;
    return false;
  };

  const lines: Line[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || !parent || node.data.trim() === '') continue;
    // A link for keyboards is above the page until it has the focus.
    if (parent.matches('script, style, a[href^="#"]') || isHidden(parent)) continue;
    if (isForScreenReaders(parent) || isBehindPoster(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width }) => width > 0.5);
    const size = parseFloat(styleOf(parent).fontSize);
    for (const { left, right, top, bottom } of rects) {
      // Letters do not fill the height of a line's rectangle.
      const spare = Math.max(0, (bottom - top - size * 0.9) / 2);
      lines.push({ node, parent, left, right, top: top + spare, bottom: bottom - spare });
    }
    if (rects.length > 1) findBrokenWords(node, parent);
  }

  function findBrokenWords(node: Text, parent: HTMLElement): void {
    for (const { 0: word, index } of node.data.matchAll(/[\p{Script=Latin}\p{Script=Arabic}\p{M}\d’']+/gu)) {
      if (word.length > longestWord) continue;
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()].filter(({ width }) => width > 0.5).map(({ top }) => Math.round(top));
      const isBroken = Math.max(...tops) - Math.min(...tops) > parseFloat(styleOf(parent).fontSize) / 2;
      if (isBroken) faults.add(`broken: ${word} in ${name(node)}`);
    }
  }

  /** The result of a round lies over other parts, and has a background. Points outside the window have no element. */
  function isCovered(line: Line): boolean {
    const result = document.querySelector<HTMLElement>('[data-result]');
    if (!result || result.contains(line.parent)) return false;
    const edge = result.getBoundingClientRect();
    const isAt = (x: number, y: number) => {
      const hit = document.elementFromPoint(x, y);
      return hit ? result.contains(hit) : x > edge.left && x < edge.right && y > edge.top && y < edge.bottom;
    };
    const middle = (line.left + line.right) / 2;
    result.style.pointerEvents = 'auto';
    const [top, bottom] = [line.top + tolerance, line.bottom - tolerance].map((y) => isAt(middle, y));
    result.style.pointerEvents = '';
    if (top !== bottom) faults.add(`half covered: ${name(line.node)}`);
    return top === true && bottom === true;
  }

  const root = document.documentElement;
  const seen: Line[] = [];
  for (const line of lines) {
    let isVisible = true;
    let box: HTMLElement | null = line.parent;
    let isOwnBox = true;
    for (; box && box !== root && isVisible; box = box.parentElement) {
      const style = styleOf(box);
      if (style.display === 'inline' || style.display === 'contents') continue;
      const edge = box.getBoundingClientRect();
      const isClipping = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
      const isScrolling = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
      const excess = {
        x: Math.max(edge.left - line.left, line.right - edge.right),
        y: Math.max(edge.top - line.top, line.bottom - edge.bottom),
      };
      const outside =
        line.right <= edge.left || line.left >= edge.right || line.bottom <= edge.top || line.top >= edge.bottom;
      if (isScrolling(style.overflowY) || isScrolling(style.overflowX)) {
        isVisible = !outside && excess.x <= tolerance && excess.y <= tolerance;
        if (excess.x > tolerance) faults.add(`cut: ${name(line.node)}`);
        break;
      }
      const isCut =
        (isClipping(style.overflowX) && excess.x > tolerance) || (isClipping(style.overflowY) && excess.y > tolerance);
      if (isCut) {
        // A list may show as many entries as there is room for, and one line of several may be shown.
        const entry = line.parent.closest('li')?.getBoundingClientRect();
        const isLeftOutEntry = entry && (entry.top >= edge.bottom - 1 || entry.bottom <= edge.top + 1);
        const isLeftOut = isLeftOutEntry || (style.flexWrap === 'wrap' && line.top >= edge.bottom - 1);
        if (!isLeftOut && !isAnnounced(box) && !isAnnounced(line.parent)) faults.add(`cut: ${name(line.node)}`);
        isVisible = false;
      } else if (isOwnBox && (excess.x > tolerance || excess.y > tolerance)) {
        faults.add(`too large for its box: ${name(line.node)}`);
      }
      isOwnBox = false;
    }
    if (!isVisible || isCovered(line)) continue;
    seen.push(line);
    const isRightToLeft = styleOf(root).direction === 'rtl';
    const left = (isRightToLeft ? root.clientWidth - root.scrollWidth : 0) - scrollX;
    const right = left + root.scrollWidth;
    const bottom = root.scrollHeight - scrollY;
    if (line.left < left - tolerance || line.right > right + tolerance)
      faults.add(`beside the page: ${name(line.node)}`);
    if (line.top + scrollY < -tolerance || line.bottom > bottom + tolerance)
      faults.add(`below or above the page: ${name(line.node)}`);
  }

  const canvas = document.createElement('canvas').getContext('2d');
  for (const field of document.querySelectorAll<HTMLInputElement>('input:placeholder-shown')) {
    if (!canvas || isHidden(field)) continue;
    const { font, paddingLeft, paddingRight } = styleOf(field);
    canvas.font = font.replace(styleOf(field).fontSize, getComputedStyle(field, '::placeholder').fontSize);
    const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (canvas.measureText(field.placeholder).width > room + tolerance) faults.add(`cut: “${field.placeholder}”`);
  }

  const isFading = ({ parent }: Line) => parent.closest('p > [data-cut]') !== null;
  seen.forEach((line, index) => {
    for (const other of seen.slice(index + 1)) {
      if (line.node === other.node || isFading(line) || isFading(other)) continue;
      const across = Math.min(line.right, other.right) - Math.max(line.left, other.left);
      const down = Math.min(line.bottom, other.bottom) - Math.max(line.top, other.top);
      if (across > tolerance && down > tolerance)
        faults.add(`on each other: ${name(line.node)} and ${name(other.node)}`);
    }
  });

  return [...faults];
}
