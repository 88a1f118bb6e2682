/** The page of a viewer in an engine. What `../screen.ts` is for a page that Playwright drives. */
import { expect } from '@playwright/test';
import type { Category } from '../../amplify/show';
import type { EnginePage } from './engine';

/** A value that passes between the test and the page. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const liveTimeoutMs = 30_000;

export class EngineScreen {
  constructor(readonly page: EnginePage) {}

  /** Calls a function in the page, which sees nothing but its arguments. */
  async evaluate<Args extends Json[], Result extends Json>(
    call: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result> {
    const declaration = `async (args) => JSON.stringify(await (${String(call)})(...JSON.parse(args)))`;
    return JSON.parse(await this.page.call(declaration, JSON.stringify(args))) as Result;
  }

  /** Opens a page and waits until it is live. */
  async open(url: string): Promise<void> {
    await this.page.navigate(url);
    await this.isLive();
  }

  async isLive(): Promise<void> {
    await expect.poll(() => this.connection(), { timeout: liveTimeoutMs }).toBe('live');
  }

  connection(): Promise<string | null> {
    return this.attribute('header [data-connection]', 'data-connection');
  }

  roundId(): Promise<string | null> {
    return this.attribute('[data-round-id]', 'data-round-id');
  }

  title(): Promise<string> {
    return this.text('[data-round-id] h1');
  }

  count(category: Category): Promise<string> {
    return this.text(`[data-testid="count-${category}"]`);
  }

  async vote(category: Category, times = 1): Promise<void> {
    for (let vote = 0; vote < times; vote += 1) await this.click(`#vote button[data-category=${category}]`);
  }

  /** Returns the text of the first such element; empty if there is none. */
  text(selector: string): Promise<string> {
    return this.evaluate((css: string) => document.querySelector(css)?.textContent ?? '', selector);
  }

  attribute(selector: string, name: string): Promise<string | null> {
    return this.evaluate(
      (css: string, key: string) => document.querySelector(css)?.getAttribute(key) ?? null,
      selector,
      name,
    );
  }

  /** Clicks with the mouse as soon as the element is enabled and nothing covers it. */
  async click(selector: string): Promise<void> {
    let point = await this.evaluate(clickablePoint, selector);
    const find = async () => (point ??= await this.evaluate(clickablePoint, selector));
    await expect.poll(find, `a point to click ${selector}`).not.toBeNull();
    if (point === null) return;
    await this.page.perform({
      type: 'pointer',
      id: 'mouse',
      actions: [
        { type: 'pointerMove', ...point },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ],
    });
  }

  /** Types into the element that has the focus. */
  async type(text: string): Promise<void> {
    await this.page.perform({
      type: 'key',
      id: 'keyboard',
      actions: Array.from(text).flatMap((value) => [
        { type: 'keyDown' as const, value },
        { type: 'keyUp' as const, value },
      ]),
    });
  }
}

/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
export const enterKey = '\uE007';

function clickablePoint(selector: string): { x: number; y: number } | null {
  const element = document.querySelector(selector);
  if (element === null || element.getAttribute('aria-disabled') === 'true') return null;
  element.scrollIntoView({ block: 'nearest' });
  const box = element.getBoundingClientRect();
  const point = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  return element.contains(document.elementFromPoint(point.x, point.y)) ? point : null;
}
