/** The size of a row of `Round`, which decides what each count costs: DynamoDB bills the whole item, however little changes. */
import { catalogue } from '../../amplify/functions/movie-rotator/catalogue';
import { eventIdLength } from '../../amplify/functions/tally/ballot-changes';

/** Of one batch, two event ids: of its first change and of its last. */
export const bytesPerBatch = 2 * eventIdLength;

const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  // Three bytes for a map, and one for each of its entries.
  return Object.entries(value as object).reduce(
    (sum, [name, each]) => sum + 1 + Buffer.byteLength(name) + bytesOf(each),
    3,
  );
};

const movieBytes = catalogue.reduce((sum, movie) => sum + bytesOf(movie), 0) / catalogue.length;

/** Of a row that has counted nothing: two films, and numbers under their names. */
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

/** Of a row that a shard has for itself: its numbers, and no films. */
const shardRowBytes = 300;

/**
 * Write units of a count.
 * @param batches - that the row holds already
 */
export function countUnits(batches: number, isShardRow: boolean): number {
  return Math.ceil(((isShardRow ? shardRowBytes : emptyRowBytes) + (batches + 1) * bytesPerBatch) / 1024);
}
