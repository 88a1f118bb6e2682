/** The quotas that an audience needs raised, as requests to AWS. */
import {
  accountQuotas,
  quotaFor,
  quotaToRequest,
  usableShare,
  type AccountQuotaName,
} from '../../amplify/account-quotas';
import { quotaNames, quotas, type Quota, type QuotaEntry, type QuotaName } from '../pricing/quotas';
import { count, viewersText } from './text';

/** Returns a quota after the raise that a demand needs. */
export function raised(name: QuotaName, demand: number): number {
  const { value } = quotas[name];
  return demand > usableShare * value ? quotaToRequest(demand) : value;
}

export interface QuotaRaise extends QuotaEntry {
  /** The default value, and the value to request. */
  from: number;
  to: number;
  unit: string;
}

/**
 * @param viewers - with usual habits they need at most what the alarms assume, so that is requested at least
 * @param shares - demand in the busiest second as a share of each quota
 */
export function quotaRaises(viewers: number, shares: Record<QuotaName, number>): QuotaRaise[] {
  return quotaNames.flatMap((name) => {
    const { value, unit, raise }: Quota = quotas[name];
    if (raise === null || raise === 'EXPECTED_VIEWERS' || shares[name] <= usableShare) return [];
    const assumed = name in accountQuotas ? quotaFor(name as AccountQuotaName, viewers) : 0;
    return { ...raise, from: value, to: Math.max(assumed, quotaToRequest(shares[name] * value)), unit };
  });
}

/**
 * Returns a text for the request to AWS.
 *
 * @param shares - see {@link quotaRaises}
 */
export function raisesText(viewers: number, shares: Record<QuotaName, number>): string {
  const raises = quotaRaises(viewers, shares);
  const isPrepared = shares.newTableWrites > usableShare;
  const fixed = quotaNames.filter((name) => quotas[name].raise === null && shares[name] > usableShare);
  const lines = raises.map(
    ({ service, name, code, from, to, unit }) =>
      `- ${service}: ${name}${code === undefined ? '' : ` (${code})`}: from ${count(from)} to ${to.toLocaleString('en')} ${unit}`,
  );
  return [
    raises.length === 0
      ? `${viewersText(viewers)} viewers need no raised quota.`
      : `Raise these quotas for ${viewersText(viewers)} viewers:\n${lines.join('\n')}`,
    ...(isPrepared ? [`Then deploy with EXPECTED_VIEWERS=${viewers}.`] : []),
    ...fixed.map((name) => `No raise helps with ${quotas[name].name}: ${Math.round(100 * shares[name])} % are used.`),
  ].join('\n');
}
