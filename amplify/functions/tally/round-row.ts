/** The attributes of a row of `Round` that the tally reads. */
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import type { Category } from '../../show';
import type { RoundStatus } from './count-batch';
import type { KnownBatches } from './deduplication';
import type { Lease } from './publish-lease';

const votes = z.int().nonnegative();

const totalsSchema = z.object({
  love: votes,
  like: votes,
  meh: votes,
  unknown: votes,
  hate: votes,
  voters: votes,
  movie: z.object({ title: z.string(), poster: z.string() }).optional(),
}) satisfies z.ZodType<Pick<Schema['Round']['type'], Category | 'voters'>>;

const leaseSchema = z
  .object({
    publishedAt: z.number().optional(),
    claimedBy: z.string().optional(),
    claimedAt: z.number().optional(),
  } satisfies Partial<Record<keyof Schema['Round']['type'], z.ZodType>>)
  .transform(({ publishedAt, claimedBy, claimedAt }): Lease => ({
    publishedAt,
    claim: claimedBy === undefined || claimedAt === undefined ? undefined : { claimedBy, claimedAt },
  }));

const eventIdsSchema = z.set(z.string()).default(new Set());

/** A round has the sets after its first batch, and the mark only if it is recut. */
const knownBatchesSchema = z.object({
  firsts: eventIdsSchema,
  lasts: eventIdsSchema,
  isRecut: z.boolean().default(false),
} satisfies Partial<Record<keyof Schema['Round']['type'], z.ZodType>>);

/** @throws {z.ZodError} if the row has no totals */
export function parseStatus(row: unknown): RoundStatus {
  return { totals: totalsSchema.parse(row), lease: leaseSchema.parse(row) };
}

/** @throws {z.ZodError} if the row is not an object */
export function parseKnownBatches(row: unknown): KnownBatches {
  return knownBatchesSchema.parse(row);
}
