import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdentityIds } from './identity-ids';

const key = randomBytes(32);
const pool = 'us-east-1:11111111-2222-4333-8444-555555555555';
const ids = new IdentityIds(key, 'us-east-1', pool);

describe('an identity id', () => {
  test('is the region and a random UUID', () => {
    const issued = Array.from({ length: 100 }, () => ids.issue());
    for (const id of issued) {
      expect(id).toMatch(/^us-east-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(issued).size).toBe(100);
    expect(new Set(issued.map((id) => id.slice(-12))).size).toBe(100);
  });

  test('is known to its pool, even after a restart', () => {
    const id = ids.issue();
    expect(ids.ownerOf(id)).toBe('guest');
    expect(new IdentityIds(key, 'us-east-1', pool).ownerOf(id)).toBe('guest');
  });

  test('of a user is always the same, and differs from that of any other', () => {
    const id = ids.ofUser('provider', 'a');
    expect(id).toMatch(/^us-east-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new IdentityIds(key, 'us-east-1', pool).ofUser('provider', 'a')).toBe(id);
    expect(ids.ownerOf(id)).toBe('user');
    expect(new Set([id, ids.ofUser('provider', 'b'), ids.ofUser('other', 'a')]).size).toBe(3);
  });

  test.each([
    ['pool', new IdentityIds(key, 'us-east-1', `${pool.slice(0, -1)}6`)],
    ['region', new IdentityIds(key, 'eu-west-1', pool)],
    ['key', new IdentityIds(randomBytes(32), 'us-east-1', pool)],
  ])('is unknown to another %s', (_, other) => {
    expect(other.ownerOf(ids.issue())).toBe('nobody');
    expect(other.ownerOf(ids.ofUser('provider', 'a'))).toBe('nobody');
  });

  test('is unknown if a character is changed', () => {
    const id = ids.issue();
    fc.assert(
      fc.property(
        fc.nat({ max: id.length - 1 }),
        fc.constantFrom('', ...'0123456789abcdefA-:'.split('')),
        (at, text) => {
          const changed = id.slice(0, at) + text + id.slice(at + 1);
          fc.pre(changed !== id);
          expect(ids.ownerOf(changed)).toBe('nobody');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('cannot be guessed', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(ids.ownerOf(`us-east-1:${uuid}`)).toBe('nobody');
      }),
    );
    for (const text of ['', ':', 'us-east-1', 'us-east-1:', 'us-east-1:-', `us-east-1:${'0'.repeat(500)}`]) {
      expect(ids.ownerOf(text)).toBe('nobody');
    }
  });
});
