import { expect, test } from 'vitest';
import { comparisonOf, findingsOf, type Report } from './lighthouse';

const report: Report = {
  categories: {
    performance: {
      title: 'Performance',
      score: 0.9,
      auditRefs: [
        { id: 'paint', weight: 30 },
        { id: 'shift', weight: 10 },
        { id: 'fonts', weight: 0 },
        { id: 'hint', weight: 0 },
      ],
    },
    seo: {
      title: 'SEO',
      score: 0.5,
      auditRefs: [
        { id: 'robots', weight: 1 },
        { id: 'title', weight: 1 },
        { id: 'lists', weight: 1 },
      ],
    },
  },
  audits: {
    paint: { title: 'Paints late', score: 0.8, displayValue: '3 s' },
    shift: { title: 'Stands still', score: 1 },
    fonts: { title: 'Fonts block', score: 0.5, metricSavings: { FCP: 120, LCP: 0 } },
    hint: { title: 'A hint', score: 0 },
    robots: { title: 'No robots.txt', score: 0, details: { items: [{ items: [{ node: { selector: 'head' } }] }] } },
    title: { title: 'Has a title', score: 1 },
    lists: { title: 'Does not apply', score: null },
  },
};

test('lists audits that cost points first, then those with savings, and no others', () => {
  expect(findingsOf(report)).toEqual([
    { category: 'SEO', audit: 'robots', points: 50, says: 'No robots.txt: head' },
    { category: 'Performance', audit: 'paint', points: 15, says: 'Paints late: 3 s' },
    { category: 'Performance', audit: 'fonts', points: 0, says: 'Fonts block: saves FCP 120' },
  ]);
});

test('compares the medians of the page with those of the empty page', () => {
  const run = (score: number, lcp: number, tbt: number): Report => ({
    categories: { performance: { title: 'Performance', score, auditRefs: [] } },
    audits: {
      'largest-contentful-paint': { title: 'LCP', score, numericValue: lcp },
      'total-blocking-time': { title: 'TBT', score, numericValue: tbt },
    },
  });
  const ours = [run(0.9, 3000, 240), run(0.96, 1500, 100), run(0.95, 2000, 120)];
  const empty = [run(1, 1000, 20), run(1, 2000, 40), run(1, 900, 60)];
  expect(comparisonOf(ours, empty)).toMatchObject({
    performance: { figure: '95', result: 'missed by 5' },
    'performance of the empty page': { figure: '100' },
    LCP: { figure: '2000 ms' },
    'LCP of the empty page': { figure: '1000 ms' },
    'LCP, ratio': { figure: '2.00', result: 'missed by 0.75' },
    'TBT, difference': { figure: '80 ms', result: 'missed by 30 ms' },
  });
});
