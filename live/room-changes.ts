/** Moves a screen to another chat room when the number of rooms or its guest changes. */
import type { ChatRoom } from './chat-room';

/**
 * When the number of rooms changes, half of the viewers move, which are about as many as voters. Each sends two messages, to
 * subscribe and to unsubscribe. With this time for each, they send 5,000 a second, half of what AppSync accepts by default:
 * https://docs.aws.amazon.com/general/latest/gr/appsync.html
 */
const moveMsPerVoter = 0.4;

export interface RoomChangesOptions {
  /** Returns the room that the screen should be in, or null while it is unknown. */
  target: () => ChatRoom | null;
  /** Returns the known number of voters. */
  voters: () => number;
  random: () => number;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** The screen is in this room now. */
  onEntered: (room: ChatRoom) => void;
}

export class RoomChanges {
  #current: ChatRoom | null = null;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: RoomChangesOptions) {}

  /** The room may have changed: moves the screen in a moment, at once into its first room. */
  check(): void {
    const { target, voters, random, schedule } = this.options;
    const next = target();
    if (next === null) return;
    if (this.#current === null || this.#current.room === next.room) this.enter();
    else this.#cancel ??= schedule(random() * voters() * moveMsPerVoter, () => this.enter());
  }

  /** Moves the screen now. */
  enter(): void {
    this.close();
    const next = this.options.target();
    if (next === null || (next.room === this.#current?.room && next.rooms === this.#current.rooms)) return;
    this.#current = next;
    this.options.onEntered(next);
  }

  /** Cancels a move. */
  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
