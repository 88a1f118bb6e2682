/** A finger or a key that stays down votes again and again, at a pace of its own: no keyboard or machine sets it. */
import type { Category } from '../amplify/show';

/** A press becomes a hold. */
export const holdAfterMs = 350;

export const repeatEveryMs = 160;

export interface VoteRepeaterOptions {
  /** Returns false where the vote was not taken: then the hold is over. */
  vote: (category: Category) => boolean;
  /** Calls back after a time in milliseconds; returns how to cancel. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

interface Press {
  isHold: boolean;
  cancel: () => void;
}

export class VoteRepeater {
  readonly #presses = new Map<string, Press>();

  constructor(private readonly options: VoteRepeaterOptions) {}

  /** @param finger whatever tells it from others that are down: the id of a pointer, the name of a key */
  press(finger: string, category: Category): void {
    this.lift(finger);
    const { schedule, vote } = this.options;
    const repeat = () => {
      press.isHold = true;
      press.cancel = schedule(repeatEveryMs, repeat);
      if (!vote(category)) press.cancel();
    };
    const press: Press = { isHold: false, cancel: schedule(holdAfterMs, repeat) };
    this.#presses.set(finger, press);
  }

  isDown(finger: string): boolean {
    return this.#presses.has(finger);
  }

  /** Ends a press. Returns whether it was a tap: one that was down all the time, and too short to be a hold. */
  lift(finger: string): boolean {
    const press = this.#presses.get(finger);
    press?.cancel();
    return this.#presses.delete(finger) && press?.isHold === false;
  }

  /** Nothing that is down votes any more, and none of it is a tap. */
  liftAll(): void {
    for (const press of this.#presses.values()) press.cancel();
    this.#presses.clear();
  }
}
