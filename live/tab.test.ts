import { describe, expect, it } from 'vitest';
import { memoryStore } from './session-store';
import { openTab } from './tab';

describe('the name of a tab', () => {
  it('is one that the backend takes', () => {
    expect(openTab(memoryStore(), Math.random).name).toMatch(/^[A-Za-z0-9-]{1,36}$/);
  });

  it('outlives a reload', () => {
    const storage = memoryStore();
    const before = openTab(storage, Math.random);
    before.claim();
    before.release();
    expect(openTab(storage, Math.random).name).toBe(before.name);
  });

  it('is not shared with a duplicate of a tab that is open', () => {
    const storage = memoryStore();
    const original = openTab(storage, Math.random);
    original.claim();
    expect(openTab(storage, Math.random).name).not.toBe(original.name);
  });
});
