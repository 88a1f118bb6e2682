import { expect, it } from 'vitest';
import { limits } from '../../limits';
import { partOf, partsOf } from './round-parts';

/** In the format of DynamoDB. */
const shards = Array.from(
  { length: 400 },
  (_, index) =>
    `shardId-${String(1541626099285 + index).padStart(20, '0')}-${(index * 2654435761).toString(16).slice(-8)}`,
);

it('spreads the shards of a round evenly over its parts', () => {
  const sizes = partsOf('1772366400').map(
    (part) => shards.filter((shard) => partOf('1772366400', shard) === part).length,
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBe(shards.length);
  expect(Math.max(...sizes)).toBeLessThan((1.5 * shards.length) / limits.partsPerRound);
});

it('keeps rounds apart', () => {
  expect(partsOf('1772366400')).not.toContain(partOf('1772366410', 'shard'));
});
