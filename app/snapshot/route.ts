/**
 * The public snapshot, for pages that have no guest identity yet or whose network blocks WebSockets. A content delivery
 * network keeps it for a second, so that it costs the server about the same for one page as for a million.
 */
import { createHash } from 'node:crypto';
import { readOutputs } from '../outputs';
import { serverSnapshot } from '../server-snapshot';

export const dynamic = 'force-dynamic';

/**
 * Browsers ask again each time; a network keeps the answer. Without `stale-while-revalidate`: where nobody asked for a
 * while, the first answer would be of an earlier round.
 */
const shared = { 'cache-control': 'public, max-age=0, s-maxage=1' };

/** Answers with the snapshot, 304 if the client has it, 400 for a query string, or 503 if the backend does not answer. */
export async function GET(request: Request): Promise<Response> {
  // Each query string would have a cache entry of its own.
  if (new URL(request.url).search !== '') {
    return refusal(400, 'This address takes no query string.', { 'cache-control': 'no-store' });
  }
  const reading = await readOutputs();
  const snapshot = 'outputs' in reading ? await serverSnapshot(reading.outputs) : null;
  if (snapshot === null) {
    return refusal(503, 'The backend does not answer. Try again in a second.', { ...shared, 'retry-after': '1' });
  }
  const body = JSON.stringify(snapshot);
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const headers = { ...shared, etag };
  if (isMatch(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': 'application/json' } });
}

/** Compares weakly, since a network that compresses an answer makes its tag weak: RFC 9110, section 13.1.2. */
function isMatch(ifNoneMatch: string | null, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

function refusal(status: number, error: string, headers: Record<string, string>): Response {
  return Response.json({ error }, { status, headers });
}
