/** Resolver of every subscription. AppSync requires null here; without a filter, all guests receive every event. */

export function request() {
  return { payload: null };
}

export function response() {
  return null;
}
