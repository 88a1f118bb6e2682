/** Every subscription: all guests receive everything. AppSync wants null here, and no filter. */

export function request() {
  return { payload: null };
}

export function response() {
  return null;
}
