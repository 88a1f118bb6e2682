import { describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { limits } from '../../amplify/limits';
import { messageField, nameChip, nicknameField, refuseMessages, renderChat, say, status } from './chat.fixture';

describe('the hint below the composer', () => {
  it('shows how many characters are left near the limit only', async () => {
    await renderChat();
    await messageField.fill('x'.repeat(limits.maxTextLength - 41));
    await expect.element(page.getByText(/characters? left/)).not.toBeInTheDocument();
    await messageField.fill('x'.repeat(limits.maxTextLength - 10));
    await expect.element(status.getByText('10 characters left')).toBeVisible();
    await messageField.fill('x'.repeat(limits.maxTextLength + 3));
    await expect.element(status.getByText('3 characters too many')).toBeVisible();
  });

  it.each([
    ['a nickname is missing', '', 'Hello', nicknameField, messageField, 'Add a name to chat.'],
    ['a message is missing', 'Ann', ' ', messageField, nameChip, 'Write something first.'],
    [
      'a nickname has a pile of marks',
      'A\u0301\u0302\u0303\u0304\u0305',
      'Hello',
      nicknameField,
      messageField,
      /^Too many/,
    ],
    ['a nickname is blank', '\u3164', 'Hello', nicknameField, messageField, 'Add a name to chat.'],
    ['a message is invisible', 'Ann', '\u200b', messageField, nameChip, 'Write something first.'],
  ])('marks the field at fault if %s, until it is edited', async (_what, name, text, invalid, valid, error) => {
    await renderChat();
    await nicknameField.fill(name);
    await say(text);
    await expect.element(invalid).toHaveAttribute('aria-invalid', 'true');
    await expect.element(invalid).toHaveAccessibleErrorMessage(error);
    await expect.element(valid).not.toHaveAttribute('aria-invalid');
    await invalid.fill('Edited');
    await expect.element(invalid).not.toHaveAttribute('aria-invalid');
  });

  it('marks the message that the backend refuses as invalid', async () => {
    const { backend } = await renderChat();
    refuseMessages(backend, 'InvalidMessage');
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(messageField).toHaveAccessibleErrorMessage(/^A message is 1 to 280 characters/);
  });

  it('marks no field if the request fails', async () => {
    const { backend } = await renderChat();
    vi.spyOn(backend.client.mutations, 'sendMessage').mockRejectedValue(new TypeError('fetch failed'));
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(status).toHaveTextContent('That did not get through.');
    await expect.element(messageField).not.toHaveAttribute('aria-invalid');
  });

  it('describes the field with the characters left, and does not announce them', async () => {
    await renderChat();
    await messageField.fill('x'.repeat(limits.maxTextLength - 10));
    await expect.element(messageField).toHaveAccessibleDescription(/10 characters left/);
    const announced = [...document.querySelectorAll('[role=status], [aria-live=polite]')].flatMap((region) => {
      const copy = region.cloneNode(true) as Element;
      copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
      return copy.textContent || [];
    });
    expect(announced).toEqual([]);
  });

  it('marks a message that is too long while it is written', async () => {
    await renderChat();
    await messageField.fill('x'.repeat(limits.maxTextLength + 3));
    await expect.element(messageField).toHaveAttribute('aria-invalid', 'true');
    await expect.element(messageField).toHaveAccessibleErrorMessage('3 characters too many');
    await messageField.fill('x'.repeat(limits.maxTextLength));
    await expect.element(messageField).not.toHaveAttribute('aria-invalid');
  });
});
