/** The number of viewers at which demand reaches a quota. */
import { quotaNames, type QuotaName } from '../pricing/quotas';
import type { SimulatedAudience, Scheme } from './simulate-audience';

export interface Met {
  quota: QuotaName;
  /** Interpolated between two simulated audiences and rounded to two digits. */
  viewers: number;
}

/**
 * @param audiences - in ascending order of size
 * @returns the quotas that the largest audience exceeds, in the order in which they are met
 */
export function quotasMet(audiences: SimulatedAudience[], scheme: 'ours' | 'old'): Met[] {
  const met = quotaNames.flatMap((quota) => {
    const viewers = crossing(audiences, (audience) => audience[scheme].quotas[quota]);
    return viewers === undefined ? [] : [{ quota, viewers: twoDigits(viewers) }];
  });
  return met.toSorted((a, b) => a.viewers - b.viewers);
}

/** Assumes that demand grows as a power of the viewers between two audiences. */
function crossing(audiences: SimulatedAudience[], share: (audience: SimulatedAudience) => number): number | undefined {
  const index = audiences.findIndex((audience) => share(audience) >= 1);
  const [before, after] = [audiences[index - 1], audiences[index]];
  if (!after) return undefined;
  if (!before) return after.viewers;
  const [low, high] = [Math.log(share(before)), Math.log(share(after))];
  const at = high > low ? -low / (high - low) : 1;
  return Math.exp(Math.log(before.viewers) + at * (Math.log(after.viewers) - Math.log(before.viewers)));
}

export function twoDigits(value: number): number {
  const scale = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / scale) * scale;
}

/** Returns the quota of which this design uses the largest share. */
export function tightest({ quotas: shares }: Scheme): { quota: QuotaName; share: number } {
  const quota = quotaNames.reduce((most, name) => (shares[name] > shares[most] ? name : most));
  return { quota, share: shares[quota] };
}
