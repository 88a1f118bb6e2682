import { expect, test } from 'vitest';
import { svgOf, type Chart } from './charts';

const chart: Chart = {
  title: 'Messages',
  subtitle: 'in a second',
  min: 1,
  max: 1000,
  format: String,
  series: [
    {
      name: 'as built',
      color: '#2f81f7',
      points: [
        [10, 2],
        [1000, 400],
        [1_000_000, null],
      ],
    },
  ],
  limit: { value: 100, text: 'quota' },
};

test('a chart is an SVG with a title and labeled lines', () => {
  const svg = svgOf(chart);
  expect(svg).toMatch(/^<svg role="img" aria-label="Messages"/);
  for (const text of ['as built', 'quota', 'viewers', 'in a second']) expect(svg).toContain(`>${text}</text>`);
});

test('is deterministic', () => {
  expect(svgOf(chart)).toBe(svgOf(chart));
});
