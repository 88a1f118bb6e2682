import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { config, middleware } from '../middleware';

const url = 'https://matinee.example/';

const send = (method: string, headers: Record<string, string> = {}) =>
  middleware(new NextRequest(url, { method, headers }));

describe('a page', () => {
  it('has a policy whose nonce is of the server, never of the client', () => {
    const { headers } = send('GET', { 'x-nonce': 'a', 'content-security-policy': "script-src 'nonce-a'" });
    const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1];
    expect(nonce).toMatch(/^[\w+/=]{48}$/);
    expect(headers.get('x-middleware-request-x-nonce')).toBe(nonce);
    expect(headers.get('x-middleware-request-content-security-policy')).toContain(`'nonce-${nonce}'`);
  });

  it.each([
    '/',
    '/stage',
    '/snapshot',
    '/nothing',
    '/posters/nothing.png',
    '/icons/nothing',
    '/_next/nothing',
    '/_next',
  ])('at %s has a policy', (path) => {
    expect(path).toMatch(new RegExp(`^${config.matcher}$`));
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s', (method) => {
    const { status, headers } = send(method, { 'next-action': 'x' });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, HEAD');
  });
});
