import { describe, expect, it } from 'vitest';
import { originOf } from './origin';

describe('the origin of a request', () => {
  it.each([
    ['the host', { host: 'localhost:3000' }, 'http://localhost:3000'],
    [
      'what a proxy was asked for',
      { host: '10.0.0.1:3000', 'x-forwarded-host': 'matinee.example', 'x-forwarded-proto': 'https' },
      'https://matinee.example',
    ],
    [
      'what the first of several proxies was asked for',
      { 'x-forwarded-host': 'matinee.example, inner.example', 'x-forwarded-proto': 'https, http' },
      'https://matinee.example',
    ],
    ['an address of version 6', { host: '[::1]:3000' }, 'http://[::1]:3000'],
  ])('is %s', (_what, headers, origin) => {
    expect(originOf(new Headers(headers))?.origin).toBe(origin);
  });

  it.each([
    ['no host', {}],
    ['nonsense', { host: 'a b/<script>' }],
    ['a user before the host', { host: 'matinee.example@elsewhere.example' }],
  ])('is nothing for %s', (_what, headers) => {
    expect(originOf(new Headers(headers as Record<string, string>))).toBeNull();
  });
});
