/** What fingers, mouse and keys do to the tickets: a tap is one vote, a hold is many. */
import type { MouseEvent, PointerEvent } from 'react';
import { categories, type Category } from '../../amplify/show';
import { schedule } from '../../live/schedule';
import { VoteRepeater } from '../../live/vote-repeater';
import { prefersReducedMotion } from '../theme/motion';

const pulseMs = 10;

export class VotePressHandler {
  readonly #repeater: VoteRepeater;
  /** Pointers whose clicks were answered when they were lifted. */
  readonly #answered = new Set<number>();

  /** @param cast casts one vote; returns false where it was not taken */
  constructor(private readonly cast: (category: Category) => boolean) {
    this.#repeater = new VoteRepeater({ vote: (category) => this.#vote(category), schedule });
  }

  /** A finger or the mouse goes down on a ticket. */
  pointerDown({ pointerId, button, currentTarget, target }: PointerEvent<Element>, category: Category): void {
    if (button !== 0) return;
    // A finger would hold on to the ticket, and nobody would learn that it has left.
    for (const element of [currentTarget, target]) {
      if (element instanceof Element && element.hasPointerCapture(pointerId)) element.releasePointerCapture(pointerId);
    }
    this.#answered.add(pointerId);
    this.#repeater.press(String(pointerId), category);
  }

  /** A click is only for the first of several fingers; being lifted is for each. */
  pointerUp({ pointerId }: PointerEvent, category: Category): void {
    if (this.#repeater.lift(String(pointerId))) this.#vote(category);
  }

  /** It slid off the ticket, or the browser took it for a scroll. */
  pointerLeave({ pointerId }: PointerEvent): void {
    this.#repeater.lift(String(pointerId));
  }

  /** Of what has no pointer: the space bar, a screen reader, a script. */
  click({ nativeEvent, detail }: MouseEvent, category: Category): void {
    const pointerId = 'pointerId' in nativeEvent ? Number(nativeEvent.pointerId) : null;
    const isAnswered = pointerId === null ? detail > 0 : this.#answered.delete(pointerId);
    if (!isAnswered) this.#vote(category);
  }

  /** A long press is a hold here, and calls no menu. */
  contextMenu(event: MouseEvent): void {
    const { pointerId } = event.nativeEvent as globalThis.PointerEvent;
    if (this.#repeater.isDown(String(pointerId))) event.preventDefault();
  }

  /** All are lifted: the round is over, or the page is not looked at any more. */
  readonly releaseAll = (): void => {
    this.#repeater.liftAll();
    document.querySelectorAll('[data-pressed]').forEach((ticket) => ticket.removeAttribute('data-pressed'));
  };

  /** Listens to the keys 1 to 5 anywhere, and to Enter on a ticket. Returns how to stop. */
  listen(): () => void {
    const events = new AbortController();
    const { signal } = events;
    document.addEventListener('keydown', (event) => this.#keyDown(event), { signal });
    document.addEventListener('keyup', (event) => this.#keyUp(event), { signal });
    document.addEventListener('visibilitychange', this.releaseAll, { signal });
    window.addEventListener('blur', this.releaseAll, { signal });
    return () => {
      events.abort();
      this.releaseAll();
    };
  }

  #keyDown(event: KeyboardEvent): void {
    const category = categoryOf(event);
    if (category === undefined) return;
    // Enter would click by itself, and when held as often as the keyboard repeats.
    if (event.key === 'Enter') event.preventDefault();
    if (event.repeat) return;
    this.#vote(category);
    this.#repeater.press(event.code, category);
    document.getElementById(voteButtonId(category))?.setAttribute('data-pressed', event.code);
  }

  #keyUp({ code }: KeyboardEvent): void {
    this.#repeater.lift(code);
    document.querySelector(`[data-pressed="${CSS.escape(code)}"]`)?.removeAttribute('data-pressed');
  }

  #vote(category: Category): boolean {
    const isCast = this.cast(category);
    // Browsers let a page shake only after it was touched, and say so in the console otherwise.
    if (isCast && navigator.userActivation?.hasBeenActive && !prefersReducedMotion()) navigator.vibrate?.(pulseMs);
    return isCast;
  }
}

export const voteButtonId = (category: Category) => `vote-${category}`;

function categoryOf({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): Category | undefined {
  if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return undefined;
  if (key === 'Enter') return categories.find((category) => target.id === voteButtonId(category));
  const isField = target.closest('input, textarea, [contenteditable]') !== null;
  return isField ? undefined : categories[Number(key) - 1];
}
