/** Counts while an audience votes. */

export interface Traffic {
  viewers: number;
  /** Votes cast. */
  votes: number;
  /** Calls with votes. */
  calls: number;
  /** Messages that all viewers together received. */
  delivered: number;
  /** Writes by table. Refused ones are included, because they cost the same. */
  writes: Record<string, number>;
  seconds: number;
  failed: number;
}

/** Votes per viewer, on average. */
export const votesPerSecond = 0.5;
