import { describe, expect, it } from 'vitest';
import { memoryStore } from './device-store';
import { identityStorage } from './guest-identity';

describe('identityStorage', () => {
  it.each(['us-east-1:11111111-2222-4333-8444-555555555555', 'eu-central-1:0'])('returns %s', async (id) => {
    const storage = identityStorage(memoryStore());
    await storage.setItem('id', id);
    await expect(storage.getItem('id')).resolves.toBe(id);
    await storage.removeItem('id');
    await expect(storage.getItem('id')).resolves.toBeNull();
  });

  it.each([
    ['garbage', 'garbage'],
    ['an empty text', ''],
    ['200 kB', 'x'.repeat(200_000)],
    ['200 kB that look like an id', `us-east-1:${'0'.repeat(200_000)}`],
    ['JSON', '{"id":"us-east-1:11111111-2222-4333-8444-555555555555"}'],
    ['a number', '7'],
    ['the text of undefined', 'undefined'],
    ['a line break after the id', 'us-east-1:11111111-2222-4333-8444-555555555555\n'],
    ['capital letters', 'us-east-1:AAAAAAAA-2222-4333-8444-555555555555'],
    ['a letter that no header takes', 'us-east-1:\u0141'],
  ])('has no id if it contains %s', async (_, text) => {
    const store = memoryStore();
    store.setItem('id', text);
    await expect(identityStorage(store).getItem('id')).resolves.toBeNull();
  });
});
