/** Presses of the vote buttons by pointer and keyboard: a tap is one vote, a hold is many. */
import type { MouseEvent, PointerEvent } from 'react';
import { categories, type Category } from '../../amplify/show';
import { schedule } from '../../live/schedule';
import { VoteRepeater } from '../../live/vote-repeater';
import { prefersReducedMotion } from '../theme/motion';
import { categoryOfKey } from './vote-key';

const vibrationMs = 10;

/** Casts one vote. Returns false if it was refused. */
export type CastVote = (category: Category) => boolean;

export class VotePressHandler {
  readonly #repeater: VoteRepeater;
  /** Pointers whose release was counted, so that the following click is not. */
  readonly #counted = new Set<number>();
  #cast: CastVote | null = null;

  constructor() {
    this.#repeater = new VoteRepeater({ vote: (category) => this.#vote(category), schedule });
  }

  /**
   * Casts votes from now on, and listens to the keys 1 to 5 on the whole page and to Enter on a vote button.
   *
   * @returns how to stop
   */
  listen(cast: CastVote): () => void {
    this.#cast = cast;
    const events = new AbortController();
    const { signal } = events;
    document.addEventListener('keydown', (event) => this.#keyDown(event), { signal });
    document.addEventListener('keyup', (event) => this.#keyUp(event), { signal });
    document.addEventListener('visibilitychange', this.releaseAll, { signal });
    window.addEventListener('blur', this.releaseAll, { signal });
    // After an open menu, neither the pointer's nor the key's release arrives.
    document.addEventListener('contextmenu', (event) => event.defaultPrevented || this.releaseAll(), { signal });
    return () => {
      events.abort();
      this.releaseAll();
      this.#cast = null;
    };
  }

  pointerDown({ pointerId, button, currentTarget, target }: PointerEvent, category: Category): void {
    if (button !== 0) return;
    // A touch captures the pointer, and the button would not notice when the finger leaves it.
    for (const element of [currentTarget, target]) {
      if (element instanceof Element && element.hasPointerCapture(pointerId)) element.releasePointerCapture(pointerId);
    }
    this.#counted.add(pointerId);
    this.#repeater.press(String(pointerId), category);
  }

  /** Counts a tap. Browsers send `click` for the first of several fingers only, but `pointerup` for each. */
  pointerUp({ pointerId }: PointerEvent, category: Category): void {
    if (this.#repeater.lift(String(pointerId))) this.#vote(category);
  }

  /** The pointer has left the button, or the browser has started to scroll. */
  pointerLeave({ pointerId }: PointerEvent): void {
    this.#repeater.lift(String(pointerId));
  }

  /** Counts a click without a pointer: the space bar, a screen reader, a script. */
  click({ nativeEvent, detail }: MouseEvent, category: Category): void {
    const pointerId = 'pointerId' in nativeEvent ? Number(nativeEvent.pointerId) : null;
    const isCounted = pointerId === null ? detail > 0 : this.#counted.delete(pointerId);
    if (!isCounted) this.#vote(category);
  }

  /** A long press is a hold here and opens no menu. */
  contextMenu(event: MouseEvent): void {
    const { nativeEvent } = event;
    if (!('pointerId' in nativeEvent)) return;
    if (this.#repeater.isDown(String(nativeEvent.pointerId))) event.preventDefault();
  }

  /** Ends all presses without a vote: the round is over, or their release may not be reported. */
  readonly releaseAll = (): void => {
    this.#repeater.liftAll();
    document.querySelectorAll('[data-pressed]').forEach((button) => button.removeAttribute('data-pressed'));
  };

  #keyDown(event: KeyboardEvent): void {
    if (event.key === 'Meta') this.releaseAll();
    const category = categoryOf(event);
    if (category === undefined) return;
    // By default, Enter clicks the button, and again with each key repeat, and a sign such as ' opens a browser's search.
    event.preventDefault();
    if (event.repeat) return;
    this.#vote(category);
    this.#repeater.press(event.code, category);
    document.getElementById(voteButtonId(category))?.setAttribute('data-pressed', event.code);
  }

  #keyUp({ code, key }: KeyboardEvent): void {
    // While Meta is down, macOS reports no release of other keys.
    if (key === 'Meta') this.releaseAll();
    this.#repeater.lift(code);
    document.querySelector(`[data-pressed="${CSS.escape(code)}"]`)?.removeAttribute('data-pressed');
  }

  #vote(category: Category): boolean {
    const isCast = this.#cast?.(category) ?? false;
    if (isCast && canVibrate() && !prefersReducedMotion()) navigator.vibrate(vibrationMs);
    return isCast;
  }
}

/** The id of the element of a vote button. */
export const voteButtonId = (category: Category): string => `vote-${category}`;

/** Browsers vibrate only after the page was touched, and log a warning otherwise. */
function canVibrate(): boolean {
  return 'vibrate' in navigator && 'userActivation' in navigator && navigator.userActivation.hasBeenActive;
}

function categoryOf(event: KeyboardEvent): Category | undefined {
  const { key, isComposing } = event;
  // Inside a shadow root, `target` is its host, and a field of a browser extension would not be recognized.
  const [target] = event.composedPath();
  const hasModifier = ['Control', 'Meta', 'Alt', 'AltGraph'].some((modifier) => event.getModifierState(modifier));
  if (hasModifier || isComposing || !(target instanceof Element)) return undefined;
  if (key === 'Enter') return categories.find((category) => target.id === voteButtonId(category));
  const isField = target.closest('input, textarea, [contenteditable]') !== null;
  return isField ? undefined : categoryOfKey(event);
}
