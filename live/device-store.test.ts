import { afterEach, describe, expect, it, vi } from 'vitest';
import { deviceStore, memoryStore, visitStore, type DeviceStore } from './device-store';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A `localStorage` that throws once it is full. */
function browser() {
  const saved = memoryStore();
  let isFull = false;
  const localStorage: DeviceStore = {
    ...saved,
    setItem: (key, value) => {
      if (isFull) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      saved.setItem(key, value);
    },
  };
  vi.stubGlobal('window', { localStorage });
  return { saved, setFull: (now: boolean) => (isFull = now) };
}

describe('deviceStore', () => {
  it('uses localStorage', () => {
    const { saved } = browser();
    deviceStore().setItem('key', 'value');
    expect(saved.getItem('key')).toBe('value');
  });

  it('keeps items in memory if localStorage is blocked', () => {
    vi.stubGlobal('window', {
      get localStorage() {
        throw new DOMException('Blocked.', 'SecurityError');
      },
    });
    const store = deviceStore();
    store.setItem('key', 'value');
    expect(store.getItem('key')).toBe('value');
  });

  it('keeps items in memory if there is no localStorage', () => {
    vi.stubGlobal('window', { localStorage: null });
    expect(deviceStore().getItem('key')).toBeNull();
  });

  it('keeps an item in memory if localStorage is full', () => {
    const { saved, setFull } = browser();
    const store = deviceStore();
    store.setItem('key', 'old');
    setFull(true);
    store.setItem('key', 'new');
    expect(store.getItem('key')).toBe('new');
    expect(saved.getItem('key')).toBe('old');
    store.removeItem('key');
    expect(store.getItem('key')).toBeNull();
  });

  it('uses localStorage again once it has space', () => {
    const { saved, setFull } = browser();
    const store = deviceStore();
    setFull(true);
    store.setItem('key', 'old');
    setFull(false);
    store.setItem('key', 'new');
    saved.setItem('key', 'of another page');
    expect(store.getItem('key')).toBe('of another page');
  });

  it('reads from a localStorage that is full from the start', () => {
    const { saved, setFull } = browser();
    saved.setItem('key', 'value');
    setFull(true);
    expect(deviceStore().getItem('key')).toBe('value');
  });

  it('keeps items in memory if every call throws, as with a damaged database', () => {
    const fail = () => {
      throw new DOMException('The file is corrupted.', 'NS_ERROR_FILE_CORRUPTED');
    };
    vi.stubGlobal('window', { localStorage: { getItem: fail, setItem: fail, removeItem: fail } });
    const store = deviceStore();
    expect(store.getItem('key')).toBeNull();
    store.setItem('key', 'value');
    expect(store.getItem('key')).toBe('value');
    store.removeItem('key');
    expect(store.getItem('key')).toBeNull();
  });
});

describe('visitStore', () => {
  it('uses sessionStorage, and not localStorage', () => {
    const sessionStorage = memoryStore();
    vi.stubGlobal('window', { sessionStorage, localStorage: memoryStore() });
    visitStore().setItem('key', 'value');
    expect(sessionStorage.getItem('key')).toBe('value');
    expect(deviceStore().getItem('key')).toBeNull();
  });
});
