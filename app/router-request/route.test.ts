import { expect, it } from 'vitest';
import { GET } from './route';

it('refuses a request of the client router, and no cache keeps the answer for its address', () => {
  const { status, headers } = GET();
  expect([status, headers.get('cache-control')]).toEqual([400, 'no-store']);
});
