/** Distributions of delays: shares or counts by millisecond. */

export interface Delays {
  p50: number;
  p95: number;
  p99: number;
}

/**
 * @returns the delay that the given share does not exceed, in milliseconds; Infinity if it is in the last slot, which
 * contains all longer delays
 */
export function quantile(histogram: Float64Array, share: number): number {
  const total = histogram.reduce((sum, many) => sum + many, 0);
  if (total === 0) return NaN;
  let sum = 0;
  for (let slot = 0; slot < histogram.length; slot++) {
    sum += histogram[slot] ?? 0;
    if (sum >= share * total) return slot === histogram.length - 1 ? Infinity : slot;
  }
  return Infinity;
}

/** The distribution of the sum of two independent delays, in steps of `stepMs`. */
export function sumOfDelays(first: Float64Array, second: Float64Array, stepMs = 5): Float64Array {
  const [a, b] = [coarse(first, stepMs), coarse(second, stepMs)];
  const sum = new Float64Array(first.length);
  const last = first.length - 1;
  a.forEach((share, slot) => {
    if (share === 0) return;
    // An infinite delay stays infinite.
    const isLast = slot === a.length - 1;
    b.forEach((other, shift) => {
      const at = isLast ? last : Math.min(last, (slot + shift) * stepMs);
      sum[at] = (sum[at] ?? 0) + share * other;
    });
  });
  return sum;
}

function coarse(histogram: Float64Array, stepMs: number): Float64Array {
  const steps = new Float64Array(Math.floor((histogram.length - 1) / stepMs) + 1);
  histogram.forEach((many, slot) => {
    const step = Math.floor(slot / stepMs);
    steps[step] = (steps[step] ?? 0) + many;
  });
  return steps;
}

/** A uniform distribution from 0 to `spreadMs`. */
export function uniformDelays(spreadMs: number): Float64Array {
  const length = Math.max(1, Math.round(spreadMs));
  return new Float64Array(length).fill(1 / length);
}

/** @param constantMs - added to each delay */
export function delaysOf(histogram: Float64Array, constantMs: number): Delays {
  const at = (share: number) => quantile(histogram, share) + constantMs;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
