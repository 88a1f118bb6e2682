/** When viewers come, so that Cognito does not turn them away. Pure. */
import { quotas } from '../pricing/quotas';

/** In a second, well below what Cognito takes: others may be coming too. */
const onAws = { newcomers: 20, returning: 100 };

/** New identities and credentials that Cognito gives in a second, however many are asked for. */
const mostOnAws = { newcomers: quotas.newIdentities.value, returning: quotas.credentials.value };

/** Nobody has quotas here, but a thousand at once are no audience either. */
const locally = { newcomers: 50, returning: 50 };
const mostLocally = { newcomers: Infinity, returning: Infinity };

export interface Arrival {
  /** From an earlier visit. */
  identityId: string | undefined;
  /** In milliseconds from the start. */
  at: number;
}

/**
 * @param identityIds - of earlier visits: who has one comes first, and faster
 * @param perSecond - instead of the default; on AWS no more than its quotas
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
