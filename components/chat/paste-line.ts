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
  field.setRangeText(cutText(line, Math.max(0, room)), start, end, 'end');
  return field.value;
}

/** Cuts between characters as people see them: half of an emoji would show as another one, or as a box. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Firefox has it since version 125. Without it, only surrogate pairs stay whole.
  if (typeof Intl.Segmenter !== 'function') return text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
  // A character that begins within the limit decides where the cut is. Few are longer than this.
  const characters = new Intl.Segmenter().segment(text.slice(0, maxLength + 64));
  return text.slice(0, characters.containing(maxLength)?.index ?? 0);
}
