/**
 * Refuses the requests of Next.js's client router, which the app does not use: a malformed one would be an error of the
 * server. `next.config.js` sends them here.
 */
export function GET(): Response {
  return new Response('The pages of this app are requested as HTML only.', { status: 400 });
}
