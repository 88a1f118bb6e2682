import { describe, expect, it } from 'vitest';
import { memoryStore } from './device-store';
import { hideSender, maxHidden, readHidden, showAllSenders } from './hidden-senders';

describe('hidden senders', () => {
  it('stay hidden after a reload', () => {
    const storage = memoryStore();
    expect(hideSender(storage, 'a')).toEqual(['a']);
    expect(hideSender(storage, 'b')).toEqual(['a', 'b']);
    expect(readHidden(storage)).toEqual(['a', 'b']);
  });

  it('are listed once, even if hidden again', () => {
    const storage = memoryStore();
    ['a', 'b', 'a'].forEach((sender) => hideSender(storage, sender));
    expect(readHidden(storage)).toEqual(['b', 'a']);
  });

  it(`are limited to the ${maxHidden} newest`, () => {
    const storage = memoryStore();
    for (let index = 0; index < maxHidden + 2; index += 1) hideSender(storage, String(index));
    expect(readHidden(storage)).toHaveLength(maxHidden);
    expect(readHidden(storage)[0]).toBe('2');
  });

  it('are shown again all at once', () => {
    const storage = memoryStore();
    hideSender(storage, 'a');
    expect(showAllSenders(storage)).toEqual([]);
    expect(readHidden(storage)).toEqual([]);
  });

  it.each([
    ['', []],
    ['null', []],
    ['{', []],
    ['{"a":1}', []],
    ['["a",7,null]', ['a']],
  ])('are read from %j as %j', (text, senders) => {
    const storage = memoryStore();
    storage.setItem('matinee.hidden', text);
    expect(readHidden(storage)).toEqual(senders);
  });
});
