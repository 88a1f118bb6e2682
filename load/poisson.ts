/** Chance for a crowd that acts as people do: each at odd moments, by itself. */

/**
 * How many of the events of a Poisson process happen in a time in which `mean` are to be expected. Many people's
 * processes together are one, so a crowd needs one clock, not one for each.
 * @param random - numbers in [0, 1)
 */
export function poisson(mean: number, random: () => number): number {
  let events = 0;
  // Times between events are exponential.
  for (let time = -Math.log(1 - random()); time < mean; time -= Math.log(1 - random())) events += 1;
  return events;
}
