import { describe, expect, it } from 'vitest';
import { en } from '../../languages/en';
import type { ShowStatus } from '../../live/show-status';
import { firstTitle, statusDetail } from './status-text';

describe('without a movie', () => {
  it.each<[ShowStatus, string, string]>([
    ['waiting', 'Starting soon', 'The show starts here by itself; there is no need to reload.'],
    ['connecting', 'Connecting…', 'The show starts here by itself; there is no need to reload.'],
    [
      'disconnected',
      'Not connected',
      'The connection to the show is lost. This page keeps trying and continues by itself.',
    ],
    ['offline', 'Offline', 'You are offline. The show continues here by itself once you are back online.'],
  ])('the page says what is the matter: %s', (status, title, detail) => {
    expect(firstTitle(status, en)).toBe(title);
    expect(statusDetail(status, en)).toBe(detail);
  });
});

it('says that the show is paused', () => {
  expect(statusDetail('paused', en)).toBe('The show is paused. The next movie starts here by itself.');
});

it.each<ShowStatus>(['open', 'over'])('keeps the synopsis: %s', (status) => {
  expect(statusDetail(status, en)).toBeNull();
});
