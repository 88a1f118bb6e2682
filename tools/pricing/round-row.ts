/** The size of a row of `Round`, which determines the cost of a count: DynamoDB bills the whole item for any change. */
import { catalogue } from '../../amplify/functions/movie-rotator/catalogue';
import { eventIdLength } from '../../amplify/functions/tally/ballot-changes';

/** Two event ids per batch: those of its first and its last change. */
export const bytesPerBatch = 2 * eventIdLength;

const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  // A map takes three bytes, plus one for each entry.
  return Object.entries(value as object).reduce(
    (sum, [name, each]) => sum + 1 + Buffer.byteLength(name) + bytesOf(each),
    3,
  );
};

const movieBytes = catalogue.reduce((sum, movie) => sum + bytesOf(movie), 0) / catalogue.length;

/** The size of a row that has counted nothing: two movies and the named numbers. */
export const emptyRowBytes = Math.round(
  2 * movieBytes +
    bytesOf({
      show: 'matinee',
      startsAt: 1_790_000_000,
      endsAt: 1_790_000_010,
      expiresAt: 1_790_086_400,
      love: 1000,
      like: 1000,
      meh: 1000,
      unknown: 1000,
      hate: 1000,
      voters: 1000,
      movie: 0,
      upcoming: 0,
      firsts: 0,
      lasts: 0,
    }),
);

/** The size of a row per shard: numbers without movies. */
const shardRowBytes = 300;

/**
 * Returns the write units of a count.
 * @param batches - the number of batches that the row contains already
 */
export function countUnits(batches: number, isShardRow: boolean): number {
  return Math.ceil(((isShardRow ? shardRowBytes : emptyRowBytes) + (batches + 1) * bytesPerBatch) / 1024);
}
