/**
 * Which shard an item belongs to, by a hash of its partition key: "Partitions and data distribution in DynamoDB". The
 * hash is MD5; which one DynamoDB uses is not documented.
 */
import { hash } from 'node:crypto';
import type { Item } from './item';

/** The hashes of a shard's items, the second bound exclusive. */
export type HashRange = readonly [from: number, to: number];

export const allHashes: HashRange = [0, 2 ** 32];

/**
 * Hashes a partition key.
 *
 * @param keys the key of an item, its partition key first
 * @returns a whole number from 0 to 2^32 - 1, the same for equal numbers in different notations
 */
export function hashOf(keys: Item): number {
  const [partitionKey = {}] = Object.values(keys);
  const [[type, value] = []] = Object.entries(partitionKey);
  const text = type === 'N' ? String(Number(value)) : String(value);
  return hash('md5', text, 'buffer').readUInt32BE(0);
}

/** Divides a range into equal parts; their sizes differ by one at most. */
export function divide([from, to]: HashRange, parts: number): HashRange[] {
  const bound = (index: number) => from + Math.floor(((to - from) * index) / parts);
  return Array.from({ length: parts }, (_, index) => [bound(index), bound(index + 1)] as const);
}

export function includes([from, to]: HashRange, keyHash: number): boolean {
  return from <= keyHash && keyHash < to;
}

export function doOverlap(left: HashRange, right: HashRange): boolean {
  return left[0] < right[1] && right[0] < left[1];
}
