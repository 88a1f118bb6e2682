/** Where figures about AWS come from. AWS changes them: verify a figure before a decision depends on it. */

export interface Sourced {
  source: string;
  /** The date on which the source was read; null if the figure is from memory. */
  readOn: string | null;
  /** False if it was not read on a page of AWS or in a copy of one. */
  isVerified: boolean;
}

/** Read on a page of AWS, or in a copy of AWS's documentation. */
export const page = (source: string, readOn: string): Sourced => ({ source, readOn, isVerified: true });

/** Read on a page that is not AWS's own. */
export const unverified = (source: string, readOn: string): Sourced => ({ source, readOn, isVerified: false });

/** From memory. The source is where to verify it. */
export const fromMemory = (source: string): Sourced => ({ source, readOn: null, isVerified: false });
