/** Sets a Content Security Policy with a unique nonce on every page: https://nextjs.org/docs/app/guides/content-security-policy */
import { NextResponse, type NextRequest } from 'next/server';
import { headerPolicy } from './app/content-security-policy';

/** Next.js calls this for each request of a page. */
export function middleware(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = headerPolicy(nonce, process.env.NODE_ENV === 'development');
  // Next.js reads the nonce of its scripts from the request's policy. The layout reads it from `x-nonce` for its style.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // All pages, including those that do not exist. Scripts and images need no policy.
  matcher: '/((?!_next/|posters/|icons/).*)',
};
