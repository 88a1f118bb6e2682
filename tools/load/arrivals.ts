/** Schedules arrivals within the quotas of Cognito. */
import { quotas } from '../pricing/quotas';

/** Per second, well below the quotas, because other guests may arrive too. */
const onAws = { newcomers: 20, returning: 100 };

/** Quotas of Cognito per second: new identities, and credentials for known ones. */
const mostOnAws = { newcomers: quotas.newIdentities.value, returning: quotas.credentials.value };

/** A local backend has no quotas, but viewers do not arrive all at once either. */
const locally = { newcomers: 50, returning: 50 };
const mostLocally = { newcomers: Infinity, returning: Infinity };

export interface Arrival {
  /** From an earlier run. */
  identityId: string | undefined;
  /** In milliseconds from the start. */
  at: number;
}

/**
 * @param identityIds - from earlier runs; these viewers arrive first, and faster
 * @param perSecond - overrides the default rate; on AWS the quotas still apply
 */
export function scheduleArrivals(
  viewers: number,
  identityIds: string[],
  isLocal: boolean,
  perSecond?: number,
): Arrival[] {
  const [rates, most] = isLocal ? [locally, mostLocally] : [onAws, mostOnAws];
  let at = 0;
  return Array.from({ length: viewers }, (_, index) => {
    const identityId = identityIds[index];
    const arrival = { identityId, at };
    const who = identityId === undefined ? 'newcomers' : 'returning';
    at += 1000 / Math.min(perSecond ?? rates[who], most[who]);
    return arrival;
  });
}
