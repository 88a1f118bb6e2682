/** At how many viewers a quota is met. */
import { quotas, type QuotaName } from './aws';
import type { House, Scheme } from './house';

export interface Met {
  quota: QuotaName;
  /** Rounded to two digits; they are in between two houses that were played. */
  viewers: number;
}

/**
 * @param houses - from the smallest to the largest
 * @returns the quotas that the largest house exceeds, the one that is met first before the others
 */
export function quotasMet(houses: House[], scheme: 'ours' | 'old'): Met[] {
  const names = Object.keys(quotas) as QuotaName[];
  const met = names.flatMap((quota) => {
    const viewers = crossing(houses, (house) => house[scheme].quotas[quota]);
    return viewers === undefined ? [] : [{ quota, viewers: twoDigits(viewers) }];
  });
  return met.toSorted((a, b) => a.viewers - b.viewers);
}

/** Between houses, demand is taken to grow as a power of the viewers. */
function crossing(houses: House[], share: (house: House) => number): number | undefined {
  const index = houses.findIndex((house) => share(house) >= 1);
  const [before, after] = [houses[index - 1], houses[index]];
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

/** The quota of which this house uses the largest share. */
export function tightest({ quotas: shares }: Scheme): { quota: QuotaName; share: number } {
  const names = Object.keys(quotas) as QuotaName[];
  const quota = names.reduce((most, name) => (shares[name] > shares[most] ? name : most));
  return { quota, share: shares[quota] };
}
