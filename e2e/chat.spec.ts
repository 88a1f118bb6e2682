/** The chat: what is said reaches everybody who is there, and is kept nowhere. */
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
