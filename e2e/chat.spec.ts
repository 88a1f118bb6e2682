/** The chat: a message reaches everyone who is connected, and the backend stores it nowhere. */
import type { Page } from '@playwright/test';
import { limits } from '../amplify/limits';
import { withinRound } from './screen';
import { expect, test } from './test';

test('delivers messages in both directions, and marks own ones', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await ann.nickname.fill('Ann');
  await bob.nickname.fill('Bob');
  await ann.say('Seen this one?');
  await expect(bob.messages).toHaveText([/^Ann\s*#\d{4}\s*Seen this one\?/]);
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

test('keeps the nickname and the conversation when the page is reloaded', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await ann.nickname.fill('Ann');
  await bob.nickname.fill('Bob');
  await bob.say('Seen this one?');
  await expect(ann.messages).toHaveCount(1);
  await ann.say('Twice');
  await expect(bob.messages).toHaveCount(2);
  await ann.reload();
  await expect(ann.nicknameChip).toHaveText('Ann');
  await bob.say('And now?');
  await expect(ann.messages).toHaveText([/Seen this one\?/, /^Ann \(you\)\s*Twice/, /And now\?/]);
});

test('asks for a missing name or text, and focuses its field', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.say('Who am I?');
  await expect(ann.chatHint).toHaveText('Add a name to chat.');
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
  await ann.nicknameChip.click();
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
