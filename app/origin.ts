/** Where this app is, as its visitor names it: it has no host of its own. */

/**
 * Proxies tell in `x-forwarded-…` what they were asked for; the first value is the visitor's.
 *
 * @returns for links to this app, in the answer to this request only; null where the request names no host
 */
export function originOf(headers: Pick<Headers, 'get'>): URL | null {
  const first = (name: string) => headers.get(name)?.split(',')[0]?.trim();
  const host = first('x-forwarded-host') ?? first('host');
  const protocol = first('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const origin = `${protocol}://${host ?? ''}`;
  return host && /^[\w.:[\]-]+$/.test(host) && URL.canParse(origin) ? new URL(origin) : null;
}
