/** Storage of the browser that survives reloads. */
export type DeviceStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Returns a store in memory, for tests and for browsers that block `localStorage`. */
export function memoryStore(): DeviceStore {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** Returns the store that all pages of this app share on a device: the browser's `localStorage`. */
export function deviceStore(): DeviceStore {
  return storeOf(() => window.localStorage);
}

/** Returns the store of one tab, until it is closed: the browser's `sessionStorage`. */
export function visitStore(): DeviceStore {
  return storeOf(() => window.sessionStorage);
}

/**
 * Returns a store in memory if the browser's is unavailable: reading it throws if cookies are blocked, and it is null in
 * some web views. No method throws.
 */
function storeOf(read: () => Storage | null): DeviceStore {
  try {
    const storage = read();
    return storage ? withFallback(storage) : memoryStore();
  } catch {
    return memoryStore();
  }
}

/**
 * Keeps in memory what the storage does not take: writes to a full storage throw, and every call throws if the
 * browser's database is damaged. A vote must not fail because of that.
 */
function withFallback(storage: Storage): DeviceStore {
  /** Changes that were not saved; null if the item was removed. */
  const unsaved = new Map<string, string | null>();
  const change = (key: string, value: string | null) => {
    try {
      if (value === null) storage.removeItem(key);
      else storage.setItem(key, value);
      unsaved.delete(key);
    } catch {
      unsaved.set(key, value);
    }
  };
  return {
    getItem: (key) => {
      const value = unsaved.get(key);
      if (value !== undefined) return value;
      try {
        return storage.getItem(key);
      } catch {
        return null;
      }
    },
    setItem: change,
    removeItem: (key) => change(key, null),
  };
}
