/** Storage that all pages of this app share on one device, and that outlives them. */
export type DeviceStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A store in memory: for tests, and for browsers that forbid `localStorage`. */
export function memoryStore(): DeviceStore {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/**
 * The browser's own storage; no write to it fails. Reading `window.localStorage` throws where cookies are blocked, and
 * some apps show pages without any.
 */
export function deviceStore(): DeviceStore {
  try {
    const storage: Storage | null = window.localStorage;
    return storage ? neverFull(storage) : memoryStore();
  } catch {
    return memoryStore();
  }
}

/** A full storage throws. What it has no room for is kept for this page: a tap is worth more than its being remembered. */
function neverFull(storage: Storage): DeviceStore {
  const unsaved = new Map<string, string>();
  return {
    getItem: (key) => unsaved.get(key) ?? storage.getItem(key),
    setItem: (key, value) => {
      try {
        storage.setItem(key, value);
        unsaved.delete(key);
      } catch {
        unsaved.set(key, value);
      }
    },
    removeItem: (key) => {
      unsaved.delete(key);
      storage.removeItem(key);
    },
  };
}
