/** The chat: a message reaches everyone who is connected, and is stored nowhere. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import { limits } from '../amplify/limits';
import { maxMessages } from '../live/show-reducer';
import { InjectedChat } from './injected-chat';
import { withinRound, type Screen } from './screen';
import { expect, test } from './test';

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

/** https://www.w3.org/WAI/WCAG22/Understanding/target-size-enhanced */
const fingerPx = 44;

test('delivers messages in both directions, and marks own ones', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await ann.nickname.fill('Ann');
  await bob.nickname.fill('Bob');
  await ann.say('Seen this one?');
  await expect(bob.messages).toHaveText([/^Ann\s*Seen this one\?/]);
  await bob.say('Twice. <b>Great</b> & sad');
  for (const screen of [ann, bob]) {
    await expect(screen.messages).toHaveCount(2);
    await expect(screen.messages.nth(1)).toContainText('Twice. <b>Great</b> & sad');
  }
  await expect(ann.messages.first()).toContainText('Ann (you)');
  await expect(ann.messages.nth(1)).not.toContainText('(you)');
  await expect(ann.message).toHaveValue('');
});

test('a late joiner sees new messages only', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  await ann.say('Before');
  await expect(ann.messages).toHaveCount(1);
  const late = await openScreen();
  await late.nickname.fill('Late');
  await late.say('After');
  await expect(ann.messages).toHaveCount(2);
  await expect(late.messages).toHaveText([/After/]);
});

test('keeps the nickname for the next visit', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  await ann.reload();
  await expect(ann.nickname).toHaveValue('Ann');
});

test('asks for a missing name or text, and focuses its field', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.say('Who am I?');
  await expect(ann.chatHint).toHaveText('Tell us your name first.');
  await expect(ann.nickname).toBeFocused();
  await ann.nickname.fill('Ann');
  await ann.say('   ');
  await expect(ann.chatHint).toHaveText('Write something first.');
  await expect(ann.message).toBeFocused();
  await expect(ann.messages).toHaveCount(0);
});

test('queues messages that are written too fast, and sends each once, in order', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await ann.nickname.fill('Ann');
  const deliver = await holdMessages(ann.page);
  for (const text of ['One', 'Two', 'Three']) await ann.say(text);
  await expect(ann.chatHint).toHaveText('One message a second: yours goes out in a moment.');
  await expect(ann.message).toHaveValue('');
  deliver();
  await expect(bob.messages).toHaveText([/One/, /Two/, /Three/]);
  await expect(ann.chatHint).toHaveText('');
  await ann.say('Four');
  await expect(bob.messages).toHaveText([/One/, /Two/, /Three/, /Four/]);
});

test('retries a message that the server refuses as too soon, without a notice', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  let refusals = 2;
  await ann.page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('sendMessage') || refusals === 0) return route.continue();
    refusals -= 1;
    const errors = [{ message: 'One message a second.', errorType: 'SlowDown' }];
    return route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: { data: { sendMessage: null }, errors },
    });
  });
  await ann.say('Patience');
  await expect(ann.messages).toHaveText([/Patience/]);
  expect(refusals).toBe(0);
  await expect(ann.message).toHaveValue('');
  await expect(ann.chatHint).toHaveText('');
});

test('Escape leaves the message field; then the keys vote', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  await ann.message.fill('1');
  await ann.message.press('Enter');
  await expect(ann.messages).toHaveCount(1);
  await expect(ann.message).toBeFocused();
  await expect(ann.page.getByText('Esc, then 1 to 5 to vote')).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(ann.message).not.toBeFocused();
  await withinRound([ann], async () => {
    await ann.page.keyboard.press('1');
    await expect(ann.count('love')).toHaveText('1');
  });
});

test('reports an invalid message before sending it', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  let sent = 0;
  ann.page.on('request', (request) => (sent += request.postData()?.includes('sendMessage') ? 1 : 0));
  await ann.message.fill(`  ${'x'.repeat(limits.maxTextLength - 10)}  `);
  await expect(ann.chatHint).toHaveText('10 characters left');
  const tooLong = 'x'.repeat(limits.maxTextLength + 1);
  await ann.say(tooLong);
  await expect(ann.chatHint).toHaveText('A message is 1 to 280 characters, a name 1 to 24.');
  await expect(ann.message).toHaveValue(tooLong);
  const pile = `Z${'\u0310'.repeat(9)}`;
  await ann.say(pile);
  await expect(ann.chatHint).toHaveText('Too many accents on one letter. Take some out, then send.');
  await expect(ann.message).toHaveValue(pile);
  await ann.say('\u200b');
  await expect(ann.chatHint).toHaveText('Write something first.');
  expect(sent).toBe(0);
});

test('turns line breaks of pasted text into spaces', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.message.fill('Oh: !');
  await ann.message.evaluate((field: HTMLInputElement) => {
    field.setSelectionRange(4, 4);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'roses\nare\r\nred');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(ann.message).toHaveValue('Oh: roses are red!');
});

test('keeps text and focus while a message is being sent', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  const deliver = await holdMessages(ann.page);
  await ann.say('One');
  await ann.message.fill('Two, at lea');
  await ann.nickname.focus();
  deliver();
  await expect(ann.messages).toHaveCount(1);
  await expect(ann.message).toHaveValue('Two, at lea');
  await expect(ann.nickname).toBeFocused();
});

test.describe('if sending fails', () => {
  test.use({ expectedErrors: /net::ERR_FAILED/ });

  test('says so and keeps the text', async ({ openScreen }) => {
    const ann = await openScreen();
    await ann.nickname.fill('Ann');
    await ann.page.route('**/graphql', (route) => route.abort());
    await ann.say('Hello?');
    await expect(ann.chatHint).toHaveText('That did not get through. Your text is still here; try again.');
    await expect(ann.message).toHaveValue('Hello?');
    await ann.page.unroute('**/graphql');
    await ann.send();
    await expect(ann.messages).toHaveText([/Hello\?/]);
  });
});

test.describe('offline', () => {
  test.use({ expectedErrors: /net::ERR_INTERNET_DISCONNECTED/ });

  test('keeps a message until it can be sent', async ({ openScreen }) => {
    const ann = await openScreen();
    await ann.nickname.fill('Ann');
    await ann.page.context().setOffline(true);
    await expect(ann.connection).toContainText('Offline');
    await expect(ann.message).toHaveAttribute('placeholder', 'Chat is offline');
    await ann.say('From the tunnel');
    await expect(ann.chatHint).toHaveText('No connection. Your text is still here; send it when you are back.');
    await expect(ann.message).toHaveValue('From the tunnel');
    await ann.page.context().setOffline(false);
    await ann.isLive();
    await ann.send();
    await expect(ann.messages).toHaveText([/From the tunnel/]);
    await expect(ann.chatHint).toHaveText('');
  });
});

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
  await expect(ann.messages).toHaveText([/Good/]);
  await ann.page.getByRole('button', { name: 'Show again' }).click();
  await expect(ann.messages).toHaveText([/Still here/, /Good/]);
  await expect(ann.page.getByText('person hidden')).toBeHidden();
});

test('hides a person and undoes it by keyboard alone', async ({ newScreen }) => {
  const { ann, crowd } = await enter(newScreen);
  await crowd.send({ nickname: 'Troll', text: 'Boo' }, { nickname: 'Bob', text: 'Hello' });
  await ann.conversation.focus();
  await ann.page.keyboard.press('Tab');
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
  await expect(ann.messages.getByRole('button')).toHaveCount(1);
  await ann.messages.last().getByText('Boo').tap();
  const hide = ann.messages.last().getByRole('button');
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
  await expect(announced).toHaveText('Bob says: Hello Eve says: Hi');
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
        log.querySelectorAll('li > div'),
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
    const overflow = await ann.messages
      .locator('[dir="auto"]')
      .evaluateAll((texts) => texts.map((text) => getComputedStyle(text).overflow));
    expect(new Set(overflow)).toEqual(new Set(['clip']));
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

/** Holds the messages that a page sends. Returns a function that delivers them. */
async function holdMessages(page: Page): Promise<() => void> {
  let deliver = () => {};
  const held = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('sendMessage')) await held;
    await route.continue();
  });
  return () => {
    deliver();
  };
}
