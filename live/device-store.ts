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

/** The browser's own storage. Reading `window.localStorage` throws where cookies are blocked. */
export function deviceStore(): DeviceStore {
  try {
    const storage = window.localStorage;
    storage.setItem('matinee.probe', '1');
    storage.removeItem('matinee.probe');
    return storage;
  } catch {
    return memoryStore();
  }
}
