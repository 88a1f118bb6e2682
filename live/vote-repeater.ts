/** Repeats a vote while a finger or a key is down, at a fixed rate that does not depend on the keyboard's settings. */
import type { Category } from '../amplify/show';

/** A longer press is a hold. */
export const holdAfterMs = 350;

/** The interval between two votes of a hold. */
export const repeatEveryMs = 160;

export interface VoteRepeaterOptions {
  /** Returns false if the vote was refused, which ends the hold. */
  vote: (category: Category) => boolean;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

interface Press {
  isHold: boolean;
  cancel: () => void;
}

/** Distinguishes taps from holds. */
export class VoteRepeater {
  readonly #presses = new Map<string, Press>();

  constructor(private readonly options: VoteRepeaterOptions) {}

  /**
   * Starts a press.
   *
   * @param input identifies the pointer or key
   */
  press(input: string, category: Category): void {
    this.lift(input);
    const { schedule, vote } = this.options;
    const repeat = () => {
      press.isHold = true;
      press.cancel = schedule(repeatEveryMs, repeat);
      if (!vote(category)) press.cancel();
    };
    const press: Press = { isHold: false, cancel: schedule(holdAfterMs, repeat) };
    this.#presses.set(input, press);
  }

  /** Whether a pointer or key is down. */
  isDown(input: string): boolean {
    return this.#presses.has(input);
  }

  /** Ends a press. Returns whether it was a tap: a press that was not cancelled and too short for a hold. */
  lift(input: string): boolean {
    const press = this.#presses.get(input);
    press?.cancel();
    return this.#presses.delete(input) && press?.isHold === false;
  }

  /** Cancels all presses. */
  liftAll(): void {
    for (const press of this.#presses.values()) press.cancel();
    this.#presses.clear();
  }
}
