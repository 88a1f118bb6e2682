import { describe, expect, it } from 'vitest';
import type { RecordedAction } from '../../live/host-backend';
import { activeMutes } from './active-mutes';

const start = 1_800_000_000_000;
const muted = (sender: string, seconds: number, afterMs = 0): RecordedAction => ({
  id: `${start + afterMs}#x`,
  operator: 'me',
  action: 'muteSender',
  detail: JSON.stringify({ sender, nickname: `Name of ${sender}`, seconds }),
});
const senders = (...args: Parameters<typeof activeMutes>) => activeMutes(...args).map(({ sender }) => sender);

describe('the muted people', () => {
  it('are those whose mute has not ended, the last one first', () => {
    const actions = [muted('c', 300, 2000), muted('b', 1, 1000), muted('a', 300)];
    expect(senders(actions, [], start + 5000)).toEqual(['c', 'a']);
  });

  it('lack those who may write again', () => {
    expect(senders([muted('a', 0, 1000), muted('a', 300)], [], start + 2000)).toEqual([]);
  });

  it('include what this page has just done', () => {
    const own = { sender: 'a', nickname: 'Ann', mutedUntil: start / 1000 + 300, at: start + 10 };
    expect(activeMutes([], [own], start + 20)).toEqual([own]);
    expect(senders([muted('a', 0, 1000)], [own], start + 2000)).toEqual([]);
  });

  it('do not depend on actions that this version does not know', () => {
    const broken = { ...muted('a', 300), detail: '[' };
    const cut = { ...muted('b', 300), detail: '{"sender":1}' };
    expect(senders([broken, cut, { ...muted('c', 300), action: 'other' }], [], start)).toEqual([]);
  });
});
