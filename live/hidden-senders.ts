/** The senders whose messages this device hides. The list stays on the device, so they are not notified. */
import type { DeviceStore } from './device-store';

const key = 'matinee.hidden';

/** If there are more, the oldest ones are removed. */
export const maxHidden = 200;

/** Returns the hidden `sender`s, oldest first. */
export function readHidden(storage: DeviceStore): string[] {
  const text = storage.getItem(key);
  return text === null ? [] : parse(text);
}

/** Hides a sender. Returns all hidden ones, including those that other pages of this device have hidden. */
export function hideSender(storage: DeviceStore, sender: string): string[] {
  const others = readHidden(storage).filter((hidden) => hidden !== sender);
  const senders = [...others, sender].slice(-maxHidden);
  storage.setItem(key, JSON.stringify(senders));
  return senders;
}

/** Shows all senders again. Returns the empty list. */
export function showAllSenders(storage: DeviceStore): string[] {
  storage.removeItem(key);
  return [];
}

/** Validates what is stored: other versions of this page write to the same storage. */
function parse(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((sender) => typeof sender === 'string').slice(-maxHidden) : [];
  } catch {
    return [];
  }
}
