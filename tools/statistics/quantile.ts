/**
 * @param values - in any order
 * @param share - of the values that are not greater, from 0 to 1
 * @returns one of the values; NaN where there are none
 */
export function quantileOf(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}
