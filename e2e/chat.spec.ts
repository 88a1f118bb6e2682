/** The chat: what is said reaches everybody who is there, and is kept nowhere. */
import type { Page } from '@playwright/test';
import { expect, test } from './test';

test('a talk goes both ways, and each knows the own lines', async ({ openScreen }) => {
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

test('who comes late sees no old message, but every new one', async ({ openScreen }) => {
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

test('the nickname is kept for the next visit', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  await ann.reload();
  await expect(ann.nickname).toHaveValue('Ann');
});

test('whoever forgets the name or the text is told, at the field', async ({ openScreen }) => {
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

test('whoever is too fast is told, and loses no word', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  await expect(async () => {
    await ann.say('And another thing');
    await expect(ann.chatHint).toHaveText('One message a second: wait a moment, then send it again.', { timeout: 200 });
  }).toPass({ intervals: [0] });
  await expect(ann.message).toHaveValue('And another thing');
  const said = await ann.messages.count();
  await expect(async () => {
    await ann.send();
    await expect(ann.messages).toHaveCount(said + 1, { timeout: 500 });
  }).toPass();
  await expect(ann.message).toHaveValue('');
});

test('whoever goes on writing while a message is on its way is not disturbed', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  const letGo = await holdMessages(ann.page);
  await ann.say('One');
  await ann.message.fill('Two, at lea');
  await ann.nickname.focus();
  letGo();
  await expect(ann.messages).toHaveCount(1);
  await expect(ann.message).toHaveValue('Two, at lea');
  await expect(ann.nickname).toBeFocused();
});

test.describe('when a message does not get through', () => {
  test.use({ provokes: /net::ERR_FAILED/ });

  test('its writer is told, and still has it', async ({ openScreen }) => {
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

/** Keeps messages from leaving a page. Returns how to let them go. */
async function holdMessages(page: Page): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('sendMessage')) await held;
    await route.continue();
  });
  return () => letGo();
}
