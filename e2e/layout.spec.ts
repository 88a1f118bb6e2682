/** The layout fits every screen, from a small phone to a large desktop. */
import { categories } from '../amplify/show';
import { withinRound, type Screen } from './screen';
import { expect, test } from './test';

/** https://www.w3.org/WAI/WCAG22/Understanding/target-size-enhanced */
const fingerPx = 44;

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('shows all five vote buttons on a phone, large enough for a finger', async ({ openScreen }) => {
  const ann = await openScreen(phone);
  for (const category of categories) {
    const button = ann.voteButton(category);
    await expect(button).toBeInViewport({ ratio: 1 });
    const box = await button.boundingBox();
    expect(box?.width, `width of ${category}`).toBeGreaterThanOrEqual(fingerPx);
    expect(box?.height, `height of ${category}`).toBeGreaterThanOrEqual(fingerPx);
  }
  await withinRound([ann], async () => {
    for (const category of categories) {
      await ann.voteButton(category).tap();
      await expect(ann.count(category)).toHaveText('1');
    }
  });
});

test('switches between chat and records on a phone', async ({ openScreen }) => {
  const ann = await openScreen(phone);
  await ann.page.getByRole('button', { name: 'Records' }).tap();
  await expect(ann.record('love')).toBeVisible();
  await expect(ann.message).toBeHidden();
  await ann.page.getByRole('button', { name: 'Chat' }).tap();
  await expect(ann.message).toBeVisible();
  await ann.nickname.fill('Ann');
  await ann.say('From the tram');
  await expect(ann.messages).toHaveText([/From the tram/]);
});

test('has fields of at least 16 pixels on a phone, as iOS zooms into smaller ones', async ({ openScreen }) => {
  const ann = await openScreen(phone);
  const sizes = await ann.page.evaluate(() => {
    // Also where text is small: fields that open later inherit it.
    for (const tag of ['input', 'select', 'textarea'])
      document.querySelector('footer')?.append(document.createElement(tag));
    const fields = [...document.querySelectorAll('input, select, textarea')];
    return fields.map((field) => parseFloat(getComputedStyle(field).fontSize));
  });
  expect(sizes.length).toBeGreaterThanOrEqual(6);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
});

test('does not scroll sideways on screens 320, 390, 768 and 1440 pixels wide', async ({ openScreen }) => {
  const open = (width: number) => openScreen({ viewport: { width, height: 800 } });
  const screens = await Promise.all([320, 390, 768, 1440].map(open));
  const withNewMovie = screens.map(async (screen) => {
    await screen.nextRound();
    // With the blurred background, which other contrasts leave out.
    await screen.page.emulateMedia({ contrast: 'no-preference' });
    return excessWidth(screen);
  });
  expect(await Promise.all(withNewMovie)).toEqual([0, 0, 0, 0]);
  const withOwnVotes = screens.map(async (screen) => {
    for (const category of categories) await screen.vote(category);
    return excessWidth(screen);
  });
  expect(await Promise.all(withOwnVotes)).toEqual([0, 0, 0, 0]);
});

/** How far the page scrolls sideways, in pixels. */
async function excessWidth({ page }: Screen): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
