/** The device's two clocks, as one injected source. */
export interface TimeSource {
  /** The wall clock, in milliseconds since the epoch. It can be set, so it never measures a duration. */
  now: () => number;
  /** A monotonic clock, in milliseconds since an arbitrary moment. Some browsers stop it while the device sleeps. */
  elapsed: () => number;
}

export const deviceTime: TimeSource = { now: () => Date.now(), elapsed: () => performance.now() };
