import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { limits } from '../../amplify/limits';
import { renderInShow } from '../show/show.fixture';
import { Chat } from './chat';
import { messageField, nameChip, nicknameField, renderChat, say, status } from './chat.fixture';

describe('the nickname', () => {
  it('is asked for once, and remembered on this device', async () => {
    const { unmount } = await renderChat();
    await expect.element(nameChip).not.toBeInTheDocument();
    await nicknameField.fill('Ann');
    await userEvent.keyboard('{Enter}');
    await expect.element(nameChip).toHaveTextContent('Ann');
    await expect.element(nicknameField).not.toBeInTheDocument();
    await expect.element(messageField).toHaveFocus();
    await expect.element(status).toHaveTextContent('');
    expect(localStorage.getItem('matinee.nickname')).toBe('Ann');
    await unmount();
    await renderInShow(<Chat />, { isReload: true });
    await expect.element(nameChip).toHaveTextContent('Ann');
  });

  it('becomes a chip when its field is left, if it is valid', async () => {
    await renderChat();
    await nicknameField.fill(' ');
    await messageField.click();
    await expect.element(nicknameField).toBeVisible();
    await nicknameField.fill(' Ann ');
    await messageField.click();
    await expect.element(nameChip).toHaveTextContent(/^Ann$/);
  });

  it('is said to be public, and how long it may be', async () => {
    await renderChat();
    await expect
      .element(nicknameField)
      .toHaveAccessibleDescription(`Your nickname is public. Up to ${limits.maxNicknameLength} characters.`);
    await expect.element(page.getByText('Your nickname is public.')).toBeVisible();
    await nicknameField.fill('x'.repeat(limits.maxNicknameLength - 3));
    await expect.element(status.getByText('3 characters left')).toBeVisible();
  });

  it('is not cut if it is too long', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    const name = 'x'.repeat(limits.maxNicknameLength + 2);
    await nicknameField.fill(name);
    await expect.element(nicknameField).toHaveAccessibleErrorMessage('2 characters too many');
    await say('Hello');
    await expect.element(nicknameField).toHaveFocus();
    await expect.element(nicknameField).toHaveValue(name);
    await expect.element(messageField).toHaveValue('Hello');
    expect(sendMessage).not.toHaveBeenCalled();
  });

  it.each(['W'.repeat(limits.maxNicknameLength), 'عبد الرحمن بن عبد العزيز'])(
    'ends with an ellipsis on the chip if it is long, which names it in full: %s',
    async (name) => {
      await renderChat();
      await nicknameField.fill(name);
      await userEvent.keyboard('{Enter}');
      await expect.element(nameChip).toHaveAccessibleName(`Change your nickname: ${name}`);
      await expect.element(nameChip).toHaveAttribute('title', `Change your nickname: ${name}`);
      const shown = nameChip.getByText(name).element();
      expect(shown.scrollWidth).toBeGreaterThan(shown.clientWidth);
      expect(getComputedStyle(shown)).toMatchObject({ textOverflow: 'ellipsis', whiteSpace: 'nowrap' });
      const field = messageField.element().getBoundingClientRect();
      expect(nameChip.element().getBoundingClientRect().width).toBeLessThan(field.width);
    },
  );

  it('is changed with the chip, for the next message', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    await nicknameField.fill('Ann');
    await messageField.fill('Hello');
    await nameChip.click();
    await expect.element(nicknameField).toHaveFocus();
    await expect.element(nicknameField).toHaveValue('Ann');
    await userEvent.keyboard('Bea{Enter}');
    await expect.element(nameChip).toHaveTextContent('Bea');
    expect(sendMessage.mock.calls).toEqual([[{ nickname: 'Bea', text: 'Hello', room: 0 }]]);
  });

  it('stays as it was on Escape', async () => {
    await renderChat();
    await nicknameField.fill('Ann');
    await userEvent.keyboard('{Enter}');
    await nameChip.click();
    await userEvent.keyboard('Bea{Escape}');
    await expect.element(nameChip).toHaveTextContent('Ann');
  });
});
