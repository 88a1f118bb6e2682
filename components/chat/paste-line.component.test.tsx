import { describe, expect, it, vi } from 'vitest';
import { messageField, nicknameField, renderChat } from './chat.fixture';
import { maxNicknameFieldLength } from './nickname-field';

describe('pasting into the composer', () => {
  it.each([
    ['a number that a spreadsheet isolates', '\u202d1,234.56\u202c', '1,234.56'],
    ['several lines', ' one\r\n\ttwo', ' one two'],
    ['emoji, unchanged', '👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ])('pastes %s', async (_what, text, pasted) => {
    await renderChat();
    for (const field of [messageField, nicknameField]) {
      await field.fill('x');
      paste(field.element() as HTMLInputElement, text);
      await expect.element(field).toHaveValue(`x${pasted}`);
    }
  });

  it('pastes no more into the nickname than it holds, and keeps what is there', async () => {
    await renderChat();
    await nicknameField.fill('Ada');
    const field = nicknameField.element() as HTMLInputElement;
    field.setSelectionRange(1, 2);
    paste(field, `\u2066${'x'.repeat(100_000)}`);
    await expect.element(nicknameField).toHaveValue(`A${'x'.repeat(maxNicknameFieldLength - 2)}a`);
  });

  it('cuts a pasted nickname between whole emoji', async () => {
    await renderChat();
    for (const emoji of ['👩🏽‍🚀', '🎬', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
      await nicknameField.fill('');
      paste(nicknameField.element() as HTMLInputElement, `\u2066${emoji.repeat(50)}`);
      const whole = emoji.repeat(Math.floor(maxNicknameFieldLength / emoji.length));
      await expect.element(nicknameField).toHaveValue(whole);
    }
  });

  it('cuts a pasted nickname between characters where the browser cannot segment text', async () => {
    await renderChat();
    vi.stubGlobal('Intl', Object.create(Intl, { Segmenter: { value: undefined } }));
    await nicknameField.fill('x');
    paste(nicknameField.element() as HTMLInputElement, `\u2066${'🎬'.repeat(50)}`);
    vi.unstubAllGlobals();
    await expect.element(nicknameField).toHaveValue(`x${'🎬'.repeat((maxNicknameFieldLength - 2) / 2)}`);
  });
});

/** Pastes as a browser does: the event first, then the text, unless the page has prevented that. */
function paste(field: HTMLInputElement, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  field.focus();
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  if (!field.dispatchEvent(event)) return;
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
