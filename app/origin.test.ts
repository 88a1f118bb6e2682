import { describe, expect, it } from 'vitest';
import { originOf } from './origin';

describe('the origin of a request', () => {
  it.each([
    ['that of the host', { host: 'localhost:3000' }, 'http://localhost:3000'],
    [
      'that of the request to a proxy',
      { host: '10.0.0.1:3000', 'x-forwarded-host': 'matinee.example', 'x-forwarded-proto': 'https' },
      'https://matinee.example',
    ],
    [
      'that of the request to the first of several proxies',
      { 'x-forwarded-host': 'matinee.example, inner.example', 'x-forwarded-proto': 'https, http' },
      'https://matinee.example',
    ],
    ['an IPv6 address', { host: '[::1]:3000' }, 'http://[::1]:3000'],
  ])('is %s', (_what, headers, origin) => {
    expect(originOf(new Headers(headers))?.origin).toBe(origin);
  });

  it.each([
    ['no host', {}],
    ['an invalid host', { host: 'a b/<script>' }],
    ['a user before the host', { host: 'matinee.example@elsewhere.example' }],
  ])('is null for %s', (_what, headers) => {
    expect(originOf(new Headers(headers as Record<string, string>))).toBeNull();
  });
});
