import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { markOf } from '../../live/sender-mark';
import { messageFrom } from '../show/show.fixture';
import { messages, publish, renderChat } from './chat.fixture';

describe('the message list', () => {
  it('renders markup as text', async () => {
    const { backend } = await renderChat();
    backend.messages.publish(messageFrom('Bob', '<b>Great</b>'));
    await expect.element(messages).toHaveTextContent(/^Bob#\d{4}<b>Great<\/b>/);
  });

  it('tells apart two people with one name, whatever they call themselves', async () => {
    const { backend } = await renderChat();
    const from = (sender: string, nickname: string) => ({ ...messageFrom(nickname, 'Hi'), sender });
    const { tag } = markOf('000000000101');
    publish(
      backend,
      from('000000000101', 'Ann'),
      from('000000000102', 'Ann'),
      from('000000000103', `Ann ${tag}`),
      from('000000000104', 'Ann (you)'),
    );
    const names = () => messages.elements().map((line) => line.querySelector('span')?.textContent);
    await expect
      .poll(names)
      .toEqual([
        `Ann${tag}`,
        `Ann${markOf('000000000102').tag}`,
        `Ann ${tag}${markOf('000000000103').tag}`,
        `Ann (you)${markOf('000000000104').tag}`,
      ]);
    expect(new Set(names()).size).toBe(4);
    await expect
      .element(page.getByRole('button', { name: `Hide this person: Ann ${tag}`, exact: true }))
      .toBeInTheDocument();
  });

  it('hides a sender and shows them again', async () => {
    const { backend } = await renderChat();
    publish(backend, messageFrom('Troll', 'Boo'), messageFrom('Bob', 'Hello'));
    await page.getByRole('button', { name: 'Hide this person: Troll' }).click({ force: true });
    await expect.poll(() => messages.elements()).toHaveLength(1);
    const showAgain = page.getByRole('button', { name: 'Show again' });
    await expect.element(showAgain).toHaveFocus();
    await showAgain.click();
    await expect.poll(() => messages.elements()).toHaveLength(2);
  });

  it('moves between the buttons of the messages with the arrow keys', async () => {
    const { backend } = await renderChat();
    publish(backend, messageFrom('Ann', 'Hi'), messageFrom('Bob', 'Hello'));
    const hide = (name: string) => page.getByRole('button', { name: `Hide this person: ${name}` });
    await expect.element(hide('Bob')).toHaveAttribute('tabindex', '0');
    await expect.element(hide('Ann')).toHaveAttribute('tabindex', '-1');
    (hide('Bob').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(hide('Ann')).toHaveFocus();
  });
});
