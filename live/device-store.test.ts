import { afterEach, describe, expect, it, vi } from 'vitest';
import { deviceStore, memoryStore, type DeviceStore } from './device-store';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser's own storage that takes nothing once it is full. */
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

describe('the store of a device', () => {
  it('is the browser’s own', () => {
    const { saved } = browser();
    deviceStore().setItem('key', 'value');
    expect(saved.getItem('key')).toBe('value');
  });

  it('is in memory where the browser forbids its own', () => {
    vi.stubGlobal('window', {
      get localStorage() {
        throw new DOMException('Blocked.', 'SecurityError');
      },
    });
    const store = deviceStore();
    store.setItem('key', 'value');
    expect(store.getItem('key')).toBe('value');
  });

  it('is in memory where there is none', () => {
    vi.stubGlobal('window', { localStorage: null });
    expect(deviceStore().getItem('key')).toBeNull();
  });

  it('keeps for this page what the browser has no room for', () => {
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

  it('goes on with the browser’s own when that has room again', () => {
    const { saved, setFull } = browser();
    const store = deviceStore();
    setFull(true);
    store.setItem('key', 'old');
    setFull(false);
    store.setItem('key', 'new');
    saved.setItem('key', 'of another page');
    expect(store.getItem('key')).toBe('of another page');
  });

  it('is the browser’s own even if that is full from the beginning: what it holds can be read', () => {
    const { saved, setFull } = browser();
    saved.setItem('key', 'value');
    setFull(true);
    expect(deviceStore().getItem('key')).toBe('value');
  });
});
