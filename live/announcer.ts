/**
 * Reads the chat to people who listen to it. Messages that come close together are one announcement, and a flood
 * is only counted: a screen reader would be minutes behind, and say nothing else.
 */
import type { Message } from './backend';

/** Messages within this time are announced together. */
export const gatherMs = 1500;

/** More than these are counted, not read. */
export const maxRead = 3;

export type Announcement = { read: Message[] } | { count: number };

export interface AnnouncerOptions {
  announce: (announcement: Announcement) => void;
  /** Calls back after a time in milliseconds; returns how to cancel. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

export class Announcer {
  #heard: Message[] = [];
  #cancel: (() => void) | null = null;

  constructor(private readonly options: AnnouncerOptions) {}

  hear(messages: Message[]): void {
    if (messages.length === 0) return;
    this.#heard.push(...messages);
    this.#cancel ??= this.options.schedule(gatherMs, () => {
      const heard = this.#heard;
      this.#heard = [];
      this.#cancel = null;
      this.options.announce(heard.length > maxRead ? { count: heard.length } : { read: heard });
    });
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#heard = [];
  }
}
