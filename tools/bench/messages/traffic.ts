/** What was counted while an audience voted. */

export interface Traffic {
  viewers: number;
  /** That people cast. */
  votes: number;
  /** That carried them to the server. */
  calls: number;
  /** Messages that sockets received, of all viewers together. */
  delivered: number;
  /** To each table, refused ones included: they cost the same. */
  writes: Record<string, number>;
  seconds: number;
  failed: number;
}

/** How often each viewer votes, on average. */
export const votesPerSecond = 0.5;
