import { describe, expect, it } from 'vitest';
import { createFormatter } from '../../languages/formatter';
import { hostEn } from '../../languages/host/en';
import { actionText, operatorText } from './audit-text';
import { readAction } from './recorded-action';

const format = createFormatter('en', 'en-US');
const action = (name: string, detail: unknown) =>
  readAction({ id: '1800000000000#x', operator: 'abcdefgh-1234', action: name, detail: JSON.stringify(detail) });

describe('an action', () => {
  it.each([
    ['setPaused', { isPaused: true }, 'paused the show'],
    ['setPaused', { isPaused: false }, 'resumed the show'],
    ['skipMovie', {}, 'skipped the movie'],
    ['changeSettings', { slowModeSeconds: 30, isChatOpen: true }, 'changed: slow mode 30 s and chat open'],
    ['changeSettings', { stageChat: 'pinned' }, 'changed: chat on the big screen: Pinned only'],
    ['changeSettings', { blockedWords: '["a","b…' }, 'changed: blocked words'],
    ['changeSettings', { areVotesHidden: true, roundSeconds: null }, 'changed: votes hidden until the end'],
    ['changeSettings', { brightness: 3 }, 'changed: brightness'],
    ['setPlaylist', { entries: [{}, {}], isRepeating: false }, 'set a list of 2 movies'],
    ['setPlaylist', { entries: [], isRepeating: false }, 'went back to random movies'],
    ['setPlaylist', { entries: '[{"id":…' }, 'changed the list of movies'],
    ['setMessageRemoved', { messageId: '0:x', isRemoved: true }, 'removed a message'],
    ['setMessageRemoved', { messageId: '0:x', isRemoved: false }, 'restored a message'],
    ['setReportClosed', { id: '0:x#a#b#c', isClosed: true }, 'dismissed a report'],
    ['setReportClosed', { id: '0:x#a#b#c', isClosed: false }, 'reopened a report'],
    ['pinMessage', { message: { text: 'Hello {text}' } }, 'pinned “Hello {text}”'],
    ['pinMessage', { message: '{"text":…' }, 'pinned a message'],
    ['pinMessage', {}, 'unpinned the message'],
    ['muteSender', { sender: 'a', nickname: 'Ann', seconds: 300 }, 'muted Ann for 5 min'],
    ['muteSender', { sender: 'a', nickname: 'Ann', seconds: 86_400 }, 'muted Ann for 24 h'],
    ['muteSender', { sender: 'a', nickname: 'Ann', seconds: 0 }, 'unmuted Ann'],
    ['resetLeaderboard', {}, 'reset the leaderboard'],
    ['somethingNew', {}, 'called somethingNew'],
  ])('%s %o reads: %s', (name, detail, text) => {
    expect(actionText(action(name, detail), hostEn, format)).toBe(text);
  });

  it('is read although its detail is no JSON', () => {
    const broken = readAction({ id: '1#x', operator: 'a', action: 'muteSender', detail: '{' });
    expect(actionText(broken, hostEn, format)).toBe('unmuted ');
  });
});

it('names the host of this page, and others by the start of their id', () => {
  expect(operatorText(action('skipMovie', {}), 'abcdefgh-1234', hostEn)).toBe('You');
  expect(operatorText(action('skipMovie', {}), 'other', hostEn)).toBe('abcdefgh');
});
