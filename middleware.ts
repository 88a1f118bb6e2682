/** Gives every page a Content Security Policy with a nonce of its own: https://nextjs.org/docs/app/guides/content-security-policy */
import { NextResponse, type NextRequest } from 'next/server';
import { headerPolicy } from './app/content-security-policy';

export function middleware(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = headerPolicy(nonce, process.env.NODE_ENV === 'development');
  // Next.js takes the nonce of its scripts from the request's policy, and the layout that of its style.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // Every page, also one that is not there, whatever its name; scripts and pictures need none.
  matcher: '/((?!_next/|posters/|icons/).*)',
};
