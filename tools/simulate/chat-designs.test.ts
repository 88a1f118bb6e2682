import { expect, test } from 'vitest';
import { chatRows, chatViewerHour } from './chat-designs';

test('a message a second is 3,600 updates an hour, and some traffic', () => {
  expect(chatViewerHour(1)).toBeGreaterThan(0.0072);
  expect(chatViewerHour(1)).toBeLessThan(0.0075);
});

test('the cost of a room does not depend on the number of rooms', () => {
  const rows = chatRows([1000, 1_000_000], 0.1);
  expect(rows[0]?.['rooms of 500']).toBe(rows[1]?.['rooms of 500']);
  expect(rows[0]?.['all to all, a viewer-hour']).not.toBe(rows[1]?.['all to all, a viewer-hour']);
});
