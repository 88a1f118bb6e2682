/**
 * Refuses the requests of Next.js's client router, which the app does not use: a malformed one would be an error of the
 * server. `next.config.js` sends them here, whatever their address: a cache that ignores their headers would give the
 * answer to everybody.
 */
export function GET(): Response {
  const headers = { 'cache-control': 'no-store' };
  return new Response('The pages of this app are requested as HTML only.', { status: 400, headers });
}
