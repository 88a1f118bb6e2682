/** The core of the show in one engine, beside a viewer in Chromium. */
import { limits } from '../../amplify/limits';
import { ar } from '../../languages/ar';
import { withinRound } from '../screen';
import { enterKey } from './engine-screen';
import { expect, test } from './test';
import type { EngineName } from './kinds';

/** A late start and a busy machine included. */
const roundTimeoutMs = (limits.roundSeconds + 20) * 1000;

const nickname = 'input[autocomplete=nickname]';
const message = 'input[enterkeyhint=send]';

/**
 * Defines the tests. Called once by the file of each engine, as each needs workers of its own.
 *
 * @param offlineProblems what the engine itself writes to the console without a network; null if it writes nothing there
 */
export function testCore(engineName: EngineName, offlineProblems: RegExp | null): void {
  test.use({ engineName });

  test.describe(`in ${engineName}`, () => {
    test('loads, goes live and changes to the next movie with the others', async ({ ann, openScreen, baseURL }) => {
      const bob = await openScreen();
      await ann.open(`${baseURL}/`);
      const roundId = await ann.roundId();
      await expect.poll(() => ann.roundId(), { timeout: roundTimeoutMs }).not.toBe(roundId);
      await expect(async () => {
        expect([await ann.roundId(), await ann.title()]).toEqual([await bob.roundId(), await bob.title.innerText()]);
      }).toPass({ timeout: roundTimeoutMs });
      await expect.poll(() => ann.text('[role=timer]')).toMatch(/^\d+$/);
      await expect.poll(() => ann.evaluate(hasPoster), 'the poster is painted').toBe(true);
      expect(await ann.evaluate(sidewaysScroll), 'overhang in px').toBe(0);
    });

    test('votes with mouse and keys, and shows the votes of others', async ({ ann, openScreen, baseURL }) => {
      const bob = await openScreen();
      await ann.open(`${baseURL}/`);
      await withinRound([bob], async (current) => {
        await expect.poll(() => ann.roundId()).toBe(current);
        await ann.vote('love', 2);
        await ann.type('5');
        await bob.vote('meh');
        await expect.poll(() => ann.count('meh')).toBe('1');
        await expect(bob.count('love')).toHaveText('2');
        await expect(bob.count('hate')).toHaveText('1');
      });
    });

    test('chats', async ({ ann, openScreen, baseURL }) => {
      const bob = await openScreen();
      await ann.open(`${baseURL}/`);
      await ann.click(nickname);
      await ann.type('Ann');
      await ann.click(message);
      await ann.type(`Grüße, 你好${enterKey}`);
      await expect(bob.messages).toHaveText([/Ann.*Grüße, 你好/]);
      await bob.nickname.fill('Bob');
      await bob.say('Hello, Ann');
      await expect.poll(() => ann.text('[role=log] li:last-child')).toMatch(/Bob.*Hello, Ann/);
      await expect.poll(() => ann.text('[role=log] li:first-child')).toMatch(/Ann.*Grüße, 你好/);
    });

    test.describe('without a network', () => {
      test.use({ expectedProblems: offlineProblems });

      test('keeps votes, and reconnects without a reload', async ({ ann, network, openScreen, baseURL }) => {
        const bob = await openScreen();
        await ann.open(`${baseURL}/`);
        const openedAt = await ann.evaluate(() => performance.timeOrigin);
        await withinRound([bob], async (current) => {
          await expect.poll(() => ann.roundId()).toBe(current);
          network.goDown();
          try {
            await expect.poll(() => ann.connection()).toBe('reconnecting');
            await ann.vote('like');
          } finally {
            network.comeBack();
          }
          await expect(bob.count('like')).toHaveText('1');
        });
        await ann.isLive();
        await expect.poll(() => ann.roundId(), { timeout: roundTimeoutMs }).toBe(await bob.nextRound());
        expect(await ann.evaluate(() => performance.timeOrigin)).toBe(openedAt);
      });
    });

    test.describe('on a large display', () => {
      test.use({ size: { width: 1440, height: 900 } });

      test('shows the stage', async ({ ann, openScreen, baseURL }) => {
        const bob = await openScreen();
        await ann.open(`${baseURL}/stage`);
        await withinRound([bob], async (current) => {
          await expect.poll(() => ann.roundId()).toBe(current);
          await bob.vote('love', 3);
          await expect.poll(() => ann.count('love')).toBe('3');
          expect(await ann.text('h1:not([data-leaving], [data-leaving] *)')).toBe(await bob.title.innerText());
        });
        expect(await ann.attribute('[role=img] path', 'd'), 'QR code').toMatch(/^M/);
      });
    });

    test('speaks Arabic, from right to left, by the language select', async ({ ann, baseURL }) => {
      await ann.open(`${baseURL}/`);
      expect(await ann.evaluate(selectStyle), 'drawn by the page').toEqual({
        appearance: 'none',
        background: 'rgba(0, 0, 0, 0)',
      });
      await ann.evaluate(chooseLanguage, 'ar');
      await expect.poll(() => ann.attribute('html', 'dir')).toBe('rtl');
      await expect.poll(() => ann.text('#vote')).toContain(ar.categories.love);
      await ann.open(`${baseURL}/`);
      expect(await ann.attribute('html', 'lang')).toBe('ar');
      expect(await ann.evaluate(sidewaysScroll), 'overhang in px').toBe(0);
    });
  });
}

function hasPoster(): boolean {
  const poster = document.querySelector<HTMLImageElement>('[data-round-id] img');
  return poster !== null && poster.complete && poster.naturalWidth > 0;
}

function sidewaysScroll(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

/** What the browser's list does, which is no part of the page. */
function chooseLanguage(language: string): boolean {
  const select = document.querySelector('select');
  if (select === null) return false;
  select.value = language;
  return select.dispatchEvent(new Event('change', { bubbles: true }));
}

function selectStyle(): { appearance: string; background: string } {
  const style = getComputedStyle(document.querySelector('select') ?? document.body);
  return { appearance: style.appearance, background: style.backgroundColor };
}
