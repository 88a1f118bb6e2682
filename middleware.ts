/** Sets a Content Security Policy with a unique nonce on every page: https://nextjs.org/docs/app/guides/content-security-policy */
import { NextResponse, type NextRequest } from 'next/server';
import { headerPolicy } from './app/content-security-policy';

/** Next.js calls this for each request but those of the build's own files. */
export function middleware(request: NextRequest): NextResponse {
  // The app has neither forms nor Server Actions, whose errors would be the server's.
  if (!allowedMethods.includes(request.method)) {
    return new NextResponse(null, { status: 405, headers: { allow: allowedMethods.join(', ') } });
  }
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

const allowedMethods = ['GET', 'HEAD'];

export const config = {
  // Also paths of files: one that does not exist is answered with a page. A file of the build is never a page.
  matcher: '/((?!_next/static/).*)',
};
