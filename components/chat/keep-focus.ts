import type { MouseEvent } from 'react';

/**
 * Leaves the focus in the field of the same form: without the focus in a field, a phone closes its keyboard. For the
 * `mousedown` of buttons.
 */
export function keepFocus(event: MouseEvent<HTMLButtonElement>): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLInputElement && activeElement.form === event.currentTarget.form)
    event.preventDefault();
}
