/**
 * Damages a page as translators, word-replacing add-ons, content blockers and proxies do: it changes, wraps, moves and
 * removes what React has rendered. The functions run in the browser.
 */
import type { Page } from '@playwright/test';

/** What happens to a text node or to an element. */
export const damages = {
  /** A word-replacing add-on. */
  replaceText: 'text',
  /** A machine translator: https://github.com/facebook/react/issues/11538 */
  wrapText: 'text',
  splitText: 'text',
  removeText: 'text',
  wrapElement: 'element',
  insertBefore: 'element',
  insertAfter: 'element',
  replaceByCopy: 'element',
  removeElement: 'element',
} as const;

export type Damage = keyof typeof damages;

declare global {
  interface Window {
    /** Damages the page now, and returns how many nodes. */
    damagePage: (damage: Damage, scope: string, share: number, offset: number) => number;
  }
}

/** Provides `window.damagePage` in each document that a page loads from now on. */
export async function provideDamage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const isText = (damage: Damage) => damage.endsWith('Text');
    const skipped = 'script, style, noscript, link, meta, head, title, svg *, option, #load-notice';

    const targets = (damage: Damage, scope: string): (Text | Element)[] => {
      const root = document.querySelector(scope);
      if (root === null) return [];
      const walker = document.createTreeWalker(root, isText(damage) ? NodeFilter.SHOW_TEXT : NodeFilter.SHOW_ELEMENT);
      const found: (Text | Element)[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const element = node instanceof Element ? node : node.parentElement;
        if (element === null || element.closest(skipped)) continue;
        if (node instanceof Element) found.push(node);
        else if (node instanceof Text && node.data.trim() !== '') found.push(node);
      }
      return found;
    };

    const stranger = () => {
      const element = document.createElement('font');
      element.setAttribute('data-stranger', '');
      return element;
    };

    const damageNode = (damage: Damage, node: Text | Element) => {
      switch (damage) {
        case 'replaceText':
          if (node instanceof Text) node.data = `«${node.data}»`;
          break;
        case 'wrapText':
        case 'wrapElement': {
          const wrapper = stranger();
          node.replaceWith(wrapper);
          wrapper.append(node);
          break;
        }
        case 'splitText':
          if (node instanceof Text && node.data.length > 1) node.splitText(1);
          break;
        case 'insertBefore':
          node.before(stranger());
          break;
        case 'insertAfter':
          node.after(stranger());
          break;
        case 'replaceByCopy':
          node.replaceWith(node.cloneNode(true));
          break;
        case 'removeText':
        case 'removeElement':
          node.remove();
      }
    };

    window.damagePage = (damage, scope, share, offset) => {
      const chosen = targets(damage, scope).filter((_, index) => index % share === offset % share);
      for (const node of chosen) if (node.isConnected) damageNode(damage, node);
      return chosen.length;
    };
  });
}
