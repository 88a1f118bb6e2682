/**
 * Headers of every response: `next.config.js` sets them on what Next.js serves, `customHttp.yml` on the static files that
 * Amplify Hosting serves from its own store. `middleware.ts` adds the Content Security Policy of a page.
 */
export const responseHeaders = {
  // For this host only. Add `; includeSubDomains` if all subdomains of the site's domain, now and for two years, use HTTPS.
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
