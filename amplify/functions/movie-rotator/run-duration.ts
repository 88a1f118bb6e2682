/**
 * How long a run of the rotator lasts, in milliseconds.
 *
 * The schedule starts a run every minute. The precision of EventBridge Scheduler is 60 s: a run due at 1:00 begins between
 * 1:00:00 and 1:00:59 (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). So two runs can begin
 * 120 s apart, and 180 s if one of them is lost, plus a cold start. A run ends as soon as the next one has taken over, so
 * a long limit costs nothing.
 */

/** The interval of the schedule. A run that is older expects its successor. */
export const scheduleIntervalMs = 60_000;

/** How long a run starts rounds if no newer run takes over. */
export const playMs = 185_000;

/**
 * The rest of the time-out, for an attempt that began last: at most 5 s to read the last rounds, 0.6 s to draw two movies
 * and {@link startTimeoutMs} to start the round.
 */
export const reserveMs = 15_000;

/** Time for the call that starts a round. A lost answer must not delay the round much, and repeating the call is safe. */
export const startTimeoutMs = 2000;
