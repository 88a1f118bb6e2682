/**
 * Spreads the rows of a round in `RoundShard` over several partition keys, since a partition takes 1,000 writes a second and
 * each shard writes up to four times a second.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-sharding.html
 */
import { limits } from '../../limits';

const nameOf = (roundId: string, part: number) => `${roundId}#${part}`;

/** Returns the partition key of a shard's row. */
export function partOf(roundId: string, shard: string): string {
  let sum = 0;
  for (const character of shard) sum += character.charCodeAt(0);
  return nameOf(roundId, sum % limits.partsPerRound);
}

/** Returns the partition keys of all rows of a round. */
export function partsOf(roundId: string): string[] {
  return Array.from({ length: limits.partsPerRound }, (_, part) => nameOf(roundId, part));
}
