/** `onRound`, `onScores` and `onShow`: AppSync requires null here. Without a filter, all guests receive every event. */

export function request() {
  return { payload: null };
}

export function response() {
  return null;
}
