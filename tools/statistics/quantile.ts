/**
 * Returns one of the values, or NaN without values.
 *
 * @param share - from 0 to 1; this share of the values is not greater
 */
export function quantileOf(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}
