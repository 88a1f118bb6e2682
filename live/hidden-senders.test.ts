import { describe, expect, it } from 'vitest';
import { memoryStore } from './device-store';
import { hideSender, maxHidden, readHidden, showAllSenders } from './hidden-senders';

describe('hidden senders', () => {
  it('stay hidden on this device', () => {
    const storage = memoryStore();
    expect(hideSender(storage, 'a')).toEqual(['a']);
    expect(hideSender(storage, 'b')).toEqual(['a', 'b']);
    expect(readHidden(storage)).toEqual(['a', 'b']);
  });

  it('are there once, however often one hides them', () => {
    const storage = memoryStore();
    ['a', 'b', 'a'].forEach((sender) => hideSender(storage, sender));
    expect(readHidden(storage)).toEqual(['b', 'a']);
  });

  it(`are at most ${maxHidden}: the oldest are forgotten`, () => {
    const storage = memoryStore();
    for (let index = 0; index < maxHidden + 2; index += 1) hideSender(storage, String(index));
    expect(readHidden(storage)).toHaveLength(maxHidden);
    expect(readHidden(storage)[0]).toBe('2');
  });

  it('all come back', () => {
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
  ])('make of %j %j', (text, senders) => {
    const storage = memoryStore();
    storage.setItem('matinee.hidden', text);
    expect(readHidden(storage)).toEqual(senders);
  });
});
