/** Decides whether a run that costs money may start. */

export interface Consent {
  isAgreed: boolean;
  /** US dollars. */
  maxDollars: number;
}

/**
 * @param estimate - in US dollars
 * @throws if it may not
 */
export function assertMaySpend(estimate: number, { isAgreed, maxDollars }: Consent): void {
  if (estimate > maxDollars) {
    throw new Error(
      `The run was not started: the estimate of $${estimate.toFixed(2)} is above the $${maxDollars} that --most-dollars allows.`,
    );
  }
  if (!isAgreed) throw new Error('The run was not started. Confirm it with --yes.');
}
