import { expect, test } from 'vitest';
import { bytesPerBatch, countUnits, emptyRowBytes } from './round-row';

test('a new row is about one KB, and each batch makes it longer', () => {
  expect(emptyRowBytes).toBeGreaterThan(700);
  expect(emptyRowBytes).toBeLessThan(2000);
  expect(countUnits(0, false)).toBeLessThanOrEqual(2);
  const batchesInTenUnits = (10 * 1024) / bytesPerBatch;
  expect(countUnits(batchesInTenUnits, false) - countUnits(0, false)).toBe(10);
});
