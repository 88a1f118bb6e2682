import type { ClipboardEvent } from 'react';
import { toOneLine } from '../../live/chat-text';

/**
 * Pastes text as one line without invisible characters, if it has line breaks or such characters. A field drops line
 * breaks by itself, which joins the words around them, and nobody can see an invisible character to delete it.
 *
 * @param maxLength of the field, in UTF-16 code units
 * @returns the new value of the field, or null if the browser pastes
 */
export function pasteLine(event: ClipboardEvent<HTMLInputElement>, maxLength: number): string | null {
  const pasted = event.clipboardData.getData('text');
  const line = toOneLine(pasted);
  if (line === pasted) return null;
  event.preventDefault();
  const field = event.currentTarget;
  const [start, end] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
  const room = maxLength - (field.value.length - (end - start));
  field.setRangeText(line.slice(0, Math.max(0, room)), start, end, 'end');
  return field.value;
}
