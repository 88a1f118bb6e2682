/** Storage that lasts as long as a tab. */
export type SessionStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A store in memory: for tests, and for browsers that forbid `sessionStorage`. */
export function memoryStore(): SessionStore {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** The tab's own storage. Reading `window.sessionStorage` throws where cookies are blocked. */
export function sessionStore(): SessionStore {
  try {
    const storage = window.sessionStorage;
    storage.setItem('matinee.probe', '1');
    storage.removeItem('matinee.probe');
    return storage;
  } catch {
    return memoryStore();
  }
}
