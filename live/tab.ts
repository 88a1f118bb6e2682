/**
 * The name of this tab: its ballot is kept under it, so it must outlive a reload and never be shared.
 *
 * `sessionStorage` outlives a reload, but a duplicated tab starts with a copy of it. So a page takes the
 * name out of the storage while it lives, and puts it back when it goes.
 */
import type { SessionStore } from './session-store';

const key = 'matinee.tab';

export interface Tab {
  readonly name: string;
  /** Takes the name out of the storage, for as long as the page is seen. */
  claim(): void;
  /** Leaves it to the page that is loaded next in this tab. */
  release(): void;
}

export function openTab(storage: SessionStore, random: () => number): Tab {
  const name = storage.getItem(key) ?? newName(random);
  return {
    name,
    claim: () => storage.removeItem(key),
    release: () => storage.setItem(key, name),
  };
}

/** 24 letters and digits. `crypto.randomUUID` is missing on pages served over plain http in a LAN. */
function newName(random: () => number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 24 }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
}
