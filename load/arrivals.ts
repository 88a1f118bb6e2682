/** When viewers come, so that Cognito does not turn them away. Pure. */

/** New identities and credentials in a second, well below what Cognito takes (25 and 200): others may be coming too. */
const onAws = { newcomers: 20, returning: 100 };

/** Nobody has quotas here, but a thousand at once are no audience either. */
const locally = { newcomers: 50, returning: 50 };

export interface Arrival {
  /** From an earlier visit. */
  identityId: string | undefined;
  /** In milliseconds from the start. */
  at: number;
}

/**
 * @param identityIds - of earlier visits: who has one comes first, and faster
 * @param perSecond - instead of the default
 */
export function arrivalsOf(viewers: number, identityIds: string[], isLocal: boolean, perSecond?: number): Arrival[] {
  const rates = isLocal ? locally : onAws;
  let at = 0;
  return Array.from({ length: viewers }, (_, index) => {
    const identityId = identityIds[index];
    const arrival = { identityId, at };
    at += 1000 / (perSecond ?? (identityId === undefined ? rates.newcomers : rates.returning));
    return arrival;
  });
}
