import { describe, expect, it } from 'vitest';
import { messagesAfter } from './new-messages';
import type { Message } from './backend';

const messages = ['a', 'b', 'c'].map((id): Message => ({ id, nickname: id, text: id, sender: id, sentAt: 0 }));

describe('messagesAfter', () => {
  it.each([
    ['a', ['b', 'c']],
    ['c', []],
    [null, ['a', 'b', 'c']],
    ['gone', ['a', 'b', 'c']],
  ])('returns for %s: %j', (lastId, ids) => {
    expect(messagesAfter(messages, lastId).map(({ id }) => id)).toEqual(ids);
  });
});
