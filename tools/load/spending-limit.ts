/** Whether a run that costs money may start. Pure. */

export interface Consent {
  isAgreed: boolean;
  /** US dollars. */
  maxDollars: number;
}

/**
 * @param estimate - in US dollars
 * @throws a sentence for people, where it may not
 */
export function assertMaySpend(estimate: number, { isAgreed, maxDollars }: Consent): void {
  if (estimate > maxDollars) {
    throw new Error(
      `Nothing was done: the estimate of $${estimate.toFixed(2)} is above the $${maxDollars} that --most-dollars allows.`,
    );
  }
  if (!isAgreed) throw new Error('Nothing was done. Go ahead with --yes.');
}
