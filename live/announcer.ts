/**
 * Announces chat messages to screen readers. Messages in quick succession become one announcement. If there are many,
 * only their number is announced: reading all of them would take minutes and delay everything else.
 */
import type { Message } from './backend';

/** Messages within this time are announced together. */
export const gatherMs = 1500;

/** If there are more messages than this, only their number is announced. */
export const maxRead = 3;

/** Either the messages to read or their number. */
export type Announcement = { read: Message[] } | { count: number };

export interface AnnouncerOptions {
  announce: (announcement: Announcement) => void;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

/** Groups messages into announcements. */
export class Announcer {
  #pending: Message[] = [];
  #cancel: (() => void) | null = null;

  constructor(private readonly options: AnnouncerOptions) {}

  /** Adds messages to the next announcement. */
  add(messages: Message[]): void {
    if (messages.length === 0) return;
    this.#pending.push(...messages);
    this.#cancel ??= this.options.schedule(gatherMs, () => {
      const messages = this.#pending;
      this.#pending = [];
      this.#cancel = null;
      this.options.announce(messages.length > maxRead ? { count: messages.length } : { read: messages });
    });
  }

  /** Cancels the next announcement. */
  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#pending = [];
  }
}
