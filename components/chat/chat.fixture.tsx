/** For tests: a chat that is live, and its parts. */
import { expect, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Message } from '../../live/backend';
import { backendWith, openRound, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Chat } from './chat';

export const messageField = page.getByRole('textbox', { name: 'Message' });
export const nicknameField = page.getByRole('textbox', { name: 'Nickname' });
export const nameChip = page.getByRole('button', { name: /^Change your nickname/ });
export const status = page.getByRole('status');
export const messages = page.getByRole('listitem');

export async function renderChat(round = openRound()): Promise<RenderedShow> {
  const show = await renderInShow(
    <div style={{ width: 400, height: 320 }}>
      <Chat />
    </div>,
    { backend: backendWith(round) },
  );
  await expect.poll(() => show.backend.messages.observers.size).toBe(1);
  show.backend.report('Connected');
  return show;
}

export async function say(text: string): Promise<void> {
  await messageField.fill(text);
  await userEvent.keyboard('{Enter}');
}

export function publish(backend: RenderedShow['backend'], ...sent: Message[]): void {
  sent.forEach((message) => backend.messages.publish(message));
}

/** Every message is refused from now on. */
export function refuseMessages(backend: RenderedShow['backend'], errorType: string) {
  const refusal = { data: null, errors: [{ message: errorType, errorType, errorInfo: null }] };
  return vi.spyOn(backend.client.mutations, 'sendMessage').mockResolvedValue(refusal);
}
