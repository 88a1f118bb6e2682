/**
 * Damages a page as translators, word-replacing add-ons, content blockers and proxies do: changes, wraps, moves and
 * removes what React has rendered.
 */
import type { Page } from '@playwright/test';

export const damages = [
  // A word-replacing add-on.
  'replaceText',
  // A machine translator: https://github.com/facebook/react/issues/11538
  'wrapText',
  'splitText',
  'removeText',
  'wrapElement',
  'insertBefore',
  'insertAfter',
  'replaceByCopy',
  'removeElement',
] as const;

export type Damage = (typeof damages)[number];

/** Loads a document and damages every node of a kind before React starts, then lets React start. */
export async function openDamaged(page: Page, url: string, damage: Damage): Promise<void> {
  let start: () => void = () => undefined;
  const damaged = new Promise<void>((resolve) => (start = resolve));
  await page.route(/\/_next\/static\/chunks\/main-app-/, async (route) => {
    await damaged;
    await route.continue();
  });
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  const nodes = await damagePage(page, damage);
  if (nodes === 0) throw new Error(`The page has nothing for ${damage}.`);
  start();
}

/** Damages every text node or every element of the page. Returns how many there were. */
export async function damagePage(page: Page, damage: Damage, scope = 'body'): Promise<number> {
  return page.evaluate(damageNodes, { damage, scope });
}

/** Runs in the browser. */
function damageNodes({ damage, scope }: { damage: Damage; scope: string }): number {
  const isOfText = damage.endsWith('Text');
  const skipped = 'script, style, noscript, link, meta, title, svg *, option';
  const stranger = () => document.createElement('span');

  const found: (Text | Element)[] = [];
  for (const root of document.querySelectorAll(scope)) {
    const walker = document.createTreeWalker(root, isOfText ? NodeFilter.SHOW_TEXT : NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element === null || element.closest(skipped)) continue;
      if (node instanceof Element || (node instanceof Text && node.data.trim() !== '')) found.push(node);
    }
  }

  for (const node of found) {
    if (!node.isConnected) continue;
    if (damage === 'replaceText') node.textContent = `«${node.textContent}»`;
    if (damage === 'splitText' && node instanceof Text && node.length > 1) node.splitText(1);
    if (damage === 'insertBefore') node.before(stranger());
    if (damage === 'insertAfter') node.after(stranger());
    if (damage === 'replaceByCopy') node.replaceWith(node.cloneNode(true));
    if (damage === 'removeText' || damage === 'removeElement') node.remove();
    if (damage === 'wrapText' || damage === 'wrapElement') {
      const wrapper = stranger();
      node.replaceWith(wrapper);
      wrapper.append(node);
    }
  }
  return found.length;
}
