/** The messages on the screen: scrolling, hiding people, announcements and the layout of unusual messages. */
import type { BrowserContextOptions } from '@playwright/test';
import { maxMessages } from '../live/show-reducer';
import { InjectedChat } from './injected-chat';
import type { Screen } from './screen';
import { expect, test } from './test';

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

/** https://www.w3.org/WAI/WCAG22/Understanding/target-size-enhanced */
const fingerPx = 44;

test('stays at the latest message while messages arrive and the window changes its size', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  await crowd.send(...lines(40));
  await expectAtEnd(ann);
  for (const viewport of [
    { width: 390, height: 500 },
    { width: 844, height: 390 },
    { width: 390, height: 844 },
    { width: 1280, height: 720 },
  ]) {
    await ann.page.setViewportSize(viewport);
    await expectAtEnd(ann);
  }
  await crowd.send('The last');
  await expectAtEnd(ann);
  await expect(ann.messages.last()).toBeInViewport({ ratio: 1 });
});

test('keeps the position of a reader who scrolled up, and counts new messages', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  const news = ann.page.getByRole('button', { name: /new message/ });
  await crowd.send(...lines(maxMessages));
  await expectAtEnd(ann);
  await scrollUp(ann, 2000);
  await expect(news).toBeHidden();
  const read = await visibleMessage(ann);
  const before = await topOf(ann, read);

  await crowd.send('One more');
  await expect(news).toHaveText('1 new message');
  await crowd.send(...lines(59));
  await expect(news).toHaveText('60 new messages');
  await expect(ann.messages).toHaveCount(maxMessages);
  expect(Math.abs((await topOf(ann, read)) - before)).toBeLessThanOrEqual(1);

  await news.click();
  await expectAtEnd(ann);
  await expect(news).toBeHidden();
});

test('lets a reader scroll up while many messages arrive', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  await crowd.send(...lines(60));
  await expectAtEnd(ann);
  const flood = setInterval(() => void crowd.send('And another'), 50);
  try {
    await ann.conversation.hover();
    await ann.page.mouse.wheel(0, -400);
    await expect(ann.page.getByRole('button', { name: /new message/ })).toBeVisible();
    await ann.nickname.fill('Ann');
    await ann.say('Back at the end');
    await expectAtEnd(ann);
  } finally {
    clearInterval(flood);
  }
});

test('hides a person on this device, also after a reload, until shown again', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  await crowd.send(
    { nickname: 'Troll', text: 'Boo' },
    { nickname: 'Bob', text: 'Hello' },
    { nickname: 'Troll', text: 'Boo again' },
  );
  await ann.messages.first().hover();
  await ann.messages.first().getByRole('button', { name: 'Hide this person: Troll' }).click();
  await expect(ann.messages).toHaveText([/Hello/]);
  await expect(ann.page.getByText('1 person hidden')).toBeVisible();

  await ann.reload();
  await crowd.send({ nickname: 'Troll', text: 'Still here' }, { nickname: 'Bob', text: 'Good' });
  await expect(ann.messages).toHaveText([/Hello/, /Good/]);
  await ann.page.getByRole('button', { name: 'Show again' }).click();
  await expect(ann.messages).toHaveText([/Boo/, /Hello/, /Boo again/, /Still here/, /Good/]);
  await expect(ann.page.getByText('person hidden')).toBeHidden();
});

test('hides a person and undoes it by keyboard alone', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  await crowd.send({ nickname: 'Troll', text: 'Boo' }, { nickname: 'Bob', text: 'Hello' });
  await ann.conversation.focus();
  await ann.page.keyboard.press('Tab');
  await expect(ann.page.getByRole('button', { name: 'Report this message to the host: Bob' })).toBeFocused();
  await ann.page.keyboard.press('ArrowRight');
  await expect(ann.page.getByRole('button', { name: 'Hide this person: Bob' })).toBeFocused();
  await ann.page.keyboard.press('ArrowUp');
  await ann.page.keyboard.press('Enter');
  await expect(ann.messages).toHaveText([/Hello/]);
  await expect(ann.page.getByRole('button', { name: 'Show again' })).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(ann.messages).toHaveCount(2);
});

test('a tap on a message of another guest offers to hide the sender', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen, phone);
  await ann.nickname.fill('Ann');
  await ann.say('Mine');
  await expect(ann.messages).toHaveCount(1);
  await crowd.send({ nickname: 'Troll', text: 'Boo' });
  await expect(ann.messages.getByRole('button')).toHaveCount(2);
  await ann.messages.last().getByText('Boo').tap();
  const hide = ann.messages.last().getByRole('button', { name: 'Hide this person' });
  await expect(hide.getByText('Hide this person')).toBeVisible();
  const box = await hide.boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(fingerPx);
  expect(box?.height).toBeGreaterThanOrEqual(fingerPx);
  await hide.tap();
  await expect(ann.messages).toHaveText([/Mine/]);
});

test('announces a few messages, counts many, and skips own ones', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  const announced = ann.page.getByTestId('announcements');
  await expect(ann.conversation).toHaveAttribute('aria-live', 'off');
  await crowd.send({ nickname: 'Bob', text: 'Hello' }, { nickname: 'Eve', text: 'Hi' });
  await expect(announced).toHaveText(/^Bob #\d{4} says: Hello\nEve #\d{4} says: Hi$/);
  await ann.nickname.fill('Ann');
  await ann.say('Me too');
  await expect(ann.messages).toHaveCount(3);
  await crowd.send(...lines(30));
  await expect(announced).toHaveText('30 new messages');
});

test('shows links and markup as text', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  const text =
    'https://example.org <a href="https://example.org">here</a> [x](https://example.org) javascript:alert(1)';
  await crowd.send({ nickname: 'https://example.org', text });
  await expect(ann.messages).toContainText([text]);
  await expect(ann.conversation.locator('a, img')).toHaveCount(0);
});

const marks = (text: string, count: number) =>
  Array.from(text)
    .map((letter) => letter + '\u0310\u0352\u0323'.repeat(count))
    .join('');

const unusualMessages = [
  { nickname: 'W'.repeat(24), text: 'W'.repeat(280) },
  { nickname: 'Family 👨‍👩‍👧‍👦', text: '👨‍👩‍👧‍👦🏳️‍🌈🇯🇵'.repeat(12) },
  { nickname: marks('Zalgo', 1), text: marks('He comes', 1) },
  { nickname: marks('Pile', 30), text: marks('of marks', 30) },
  { nickname: 'نور', text: 'مرحبا بالجميع film 2024! '.repeat(5) },
  { nickname: 'Link', text: `https://example.org/${'a-b_c%20'.repeat(30)}` },
  { nickname: '\u202eturned', text: '\u202earound \u2067and around' },
  { nickname: '﷽﷽﷽', text: '﷽𒐫⸻꧅'.repeat(30) },
  { nickname: 'Tabs', text: 'one\n\n\n\ttwo\u2028three' },
];

for (const width of [320, 1440]) {
  test(`unusual messages keep the layout of a screen ${width} pixels wide`, async ({ newScreen }) => {
    const { ann, crowd } = await enter(newScreen, { viewport: { width, height: 800 } });
    await crowd.send(...unusualMessages, 'plain');
    await expect(ann.messages).toHaveCount(unusualMessages.length + 1);
    const { list, boxes, excess } = await ann.conversation.evaluate((log) => ({
      list: log.getBoundingClientRect().toJSON() as DOMRect,
      boxes: Array.from(
        log.querySelectorAll('li > div:first-child'),
        (bubble) => bubble.getBoundingClientRect().toJSON() as DOMRect,
      ),
      excess: [log, document.documentElement].map((element) => element.scrollWidth - element.clientWidth),
    }));
    expect(excess).toEqual([0, 0]);
    boxes.forEach((box, index) => {
      expect(box.left, `start of ${index}`).toBeGreaterThanOrEqual(list.left);
      expect(box.right, `end of ${index}`).toBeLessThanOrEqual(list.right);
      expect(box.top, `top of ${index}`).toBeGreaterThanOrEqual(boxes[index - 1]?.bottom ?? -Infinity);
    });
    // Marks that reach beyond their own bubble are not painted.
    const clips = await ann.messages
      .locator('[dir="auto"]')
      .evaluateAll((texts) => texts.map((text) => getComputedStyle(text).clipPath));
    expect(new Set(clips)).toEqual(new Set(['inset(-6px)']));
  });
}

async function enter(newScreen: (options?: BrowserContextOptions) => Promise<Screen>, options?: BrowserContextOptions) {
  const ann = await newScreen(options);
  const crowd = await InjectedChat.join(ann.page);
  await ann.open();
  return { ann, crowd };
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `Line ${index}${' and so on'.repeat(index % 7)}`);

async function expectAtEnd({ conversation }: Screen): Promise<void> {
  await expect
    .poll(() => conversation.evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop)))
    .toBeLessThanOrEqual(1);
}

async function scrollUp({ page, conversation }: Screen, pixels: number): Promise<void> {
  const before = await conversation.evaluate((log) => log.scrollTop);
  await conversation.hover();
  await page.mouse.wheel(0, -pixels);
  await expect.poll(() => conversation.evaluate((log) => log.scrollTop)).toBeLessThanOrEqual(before - pixels);
}

/** The id of a message in the middle of the visible part. */
async function visibleMessage({ conversation }: Screen): Promise<string> {
  return conversation.evaluate((log) => {
    const { top, height } = log.getBoundingClientRect();
    const line = Array.from(log.querySelectorAll('li')).find(
      (item) => item.getBoundingClientRect().top > top + height / 2,
    );
    return line?.dataset['id'] ?? '';
  });
}

async function topOf({ conversation }: Screen, id: string): Promise<number> {
  return conversation.locator(`[data-id="${id}"]`).evaluate((line) => line.getBoundingClientRect().top);
}
