/** The origin of the app as the visitor's browser sees it. The app itself has no configured host. */

/**
 * Returns the origin for links to this app. Use it only in the response to the same request, because the client
 * controls the headers. Proxies set `x-forwarded-…`; the first value is the visitor's.
 *
 * @returns null if the request contains no valid host
 */
export function originOf(headers: Pick<Headers, 'get'>): URL | null {
  const first = (name: string) => headers.get(name)?.split(',')[0]?.trim();
  const host = first('x-forwarded-host') ?? first('host');
  const protocol = first('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const origin = `${protocol}://${host ?? ''}`;
  return host && /^[\w.:[\]-]+$/.test(host) && URL.canParse(origin) ? new URL(origin) : null;
}
