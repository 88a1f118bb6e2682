/** `util.math.*`: "Math helpers in util.math" in the AppSync developer guide. */
export const mathUtil = {
  roundNum: (value: number) => Math.round(value),
  minVal: (a: number, b: number) => Math.min(a, b),
  maxVal: (a: number, b: number) => Math.max(a, b),
  randomDouble: () => Math.random(),
  /** From `start` (inclusive) to `end` (exclusive). */
  randomWithinRange: (start: number, end: number) => start + Math.floor(Math.random() * (end - start)),
};
