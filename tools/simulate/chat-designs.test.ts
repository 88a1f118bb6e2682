import { expect, test } from 'vitest';
import { chatRows, chatViewerHour } from './chat-designs';
import { usualHabits } from './habits';

test('a message a second is 3,600 updates an hour, and some traffic', () => {
  expect(chatViewerHour(1)).toBeGreaterThan(0.0072);
  expect(chatViewerHour(1)).toBeLessThan(0.0075);
});

test('in rooms, chat costs a viewer the same in a larger audience', () => {
  const [small, large] = chatRows([64_000, 512_000], usualHabits);
  expect(large?.['in rooms, a viewer-hour']).toBe(small?.['in rooms, a viewer-hour']);
  expect(large?.['all to all, a viewer-hour']).not.toBe(small?.['all to all, a viewer-hour']);
});

test('a small audience has one room', () => {
  expect(chatRows([100], usualHabits)[0]).toMatchObject({ rooms: '1', 'viewers in a room': '100' });
});
