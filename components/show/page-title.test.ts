import { describe, expect, it } from 'vitest';
import { en } from '../../languages/en';
import { createFormatter } from '../../languages/formatter';
import { controlsWith, roundStartingAt } from '../../live/fake-backend.fixture';
import { defaultControls } from '../../live/show-controls';
import { pageTitle } from './page-title';

const metropolis = roundStartingAt(1000, 'Metropolis');
const format = createFormatter('en', 'en-US');

describe('the title of the page', () => {
  it.each([
    ['the movie that is showing', metropolis, 1005, 'Metropolis · Matinee'],
    ['the last movie until the next round starts', metropolis, 1012, 'Metropolis · Matinee'],
    ['a description while the show is paused', metropolis, 1060, 'Matinee: a movie every 10 seconds'],
    ['a description before the first round', null, 1005, 'Matinee: a movie every 10 seconds'],
  ])('is %s', (_what, round, second, title) => {
    expect(pageTitle(en, format, { round, controls: defaultControls }, second * 1000)).toBe(title);
  });

  it('names the length that a host has chosen', () => {
    const controls = controlsWith({ roundSeconds: 30 });
    expect(pageTitle(en, format, { round: null, controls }, 0)).toBe('Matinee: a movie every 30 seconds');
  });

  it('stays while a host pauses the show', () => {
    const controls = controlsWith({ isPaused: true });
    expect(pageTitle(en, format, { round: metropolis, controls }, 1_060_000)).toBe('Metropolis · Matinee');
  });
});
