/** People whose messages this device does not show. It is kept here only; they do not learn of it. */
import type { DeviceStore } from './device-store';

const key = 'matinee.hidden';

/** The ones hidden longest ago are forgotten. */
export const maxHidden = 200;

/** @returns their `sender`s, in the order of hiding */
export function readHidden(storage: DeviceStore): string[] {
  const text = storage.getItem(key);
  return text === null ? [] : parse(text);
}

/** Hides one more. Returns all; other pages of this device may have hidden some meanwhile. */
export function hideSender(storage: DeviceStore, sender: string): string[] {
  const others = readHidden(storage).filter((hidden) => hidden !== sender);
  const senders = [...others, sender].slice(-maxHidden);
  storage.setItem(key, JSON.stringify(senders));
  return senders;
}

export function showAllSenders(storage: DeviceStore): string[] {
  storage.removeItem(key);
  return [];
}

/** Anything may be in there: other versions of this page wrote to the same storage. */
function parse(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(-maxHidden) : [];
  } catch {
    return [];
  }
}
