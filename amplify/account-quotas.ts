/**
 * Quotas of an AWS account that grow with the audience. An audience that exceeds a default needs a raise, which
 * `npm run simulate -- --viewers N` prints; the alarms assume that it was granted for the expected viewers.
 */

export interface AccountQuota {
  /** The default in us-east-1, for each second unless the name says otherwise. `tools/pricing/quotas.ts` names the sources. */
  value: number;
  /** What one viewer adds to the busiest second of a large audience: see `docs/scale.md`. */
  perViewer: number;
  /** By how much the busiest second exceeds the average of its minute. */
  peak: number;
}

export const accountQuotas = {
  // Everyone arrives within ten minutes.
  newIdentities: { value: 25, perViewer: 1 / 600, peak: 1 },
  credentials: { value: 200, perViewer: 1 / 600, peak: 1 },
  connects: { value: 2000, perViewer: 1 / 600, peak: 1 },
  requests: { value: 10_000, perViewer: 0.31, peak: 2.4 },
  inbound: { value: 10_000, perViewer: 0.0017, peak: 1 },
  outbound: { value: 1_000_000, perViewer: 3.4, peak: 3 },
  tableWrites: { value: 40_000, perViewer: 0.31, peak: 2.4 },
  concurrency: { value: 1000, perViewer: 0.0005, peak: 1 },
  hosting: { value: 20_000, perViewer: 0.037, peak: 1 },
} satisfies Record<string, AccountQuota>;

export type AccountQuotaName = keyof typeof accountQuotas;

/** More than this share of a quota is too much: a raise is requested, or an alarm is raised. */
export const usableShare = 0.8;

/** Returns the quota to request for a demand: with headroom, rounded up to two digits. */
export function quotaToRequest(demand: number): number {
  const value = demand / usableShare;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
}

/**
 * Returns the quota that the expected viewers need: the default, or the value to request.
 *
 * @param expectedViewers from 1
 */
export function quotaFor(name: AccountQuotaName, expectedViewers: number): number {
  const { value, perViewer } = accountQuotas[name];
  const demand = perViewer * expectedViewers;
  return demand > usableShare * value ? quotaToRequest(demand) : value;
}
