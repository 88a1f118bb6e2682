import { getDiffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPasswordVerifier, inventPasswordVerifier, isPasswordClaimValid, startExchange } from './srp';
// Computed in another language, with the prime by the formula of RFC 3526 and the client's side of the key.
import vectors from './srp-vectors.fixture.json' with { type: 'json' };

/** As many digits as the salt has bytes, so that zeros at its beginning count. */
const saltOf = (digits: string) => Buffer.from(digits.padStart(32, '0'), 'hex');

describe.each(vectors)('$name', (vector) => {
  const { password, salt, verifier, clientPublic, serverPublic } = vector;
  const serverPrivate = BigInt(`0x${vector.serverPrivate}`);
  const start = () => {
    const exchange = startExchange(clientPublic, { salt, verifier }, serverPrivate);
    if (!exchange) throw new Error('The exchange was refused.');
    return exchange;
  };

  it('is stored as this verifier', () => {
    expect(createPasswordVerifier(vector, password, saltOf(salt))).toEqual({ salt, verifier });
  });

  it('is answered with this public value', () => {
    expect(start().serverPublic).toBe(serverPublic);
  });

  it('is proven by this signature, and by no other', () => {
    const isValid = (changes: Partial<typeof vector>) =>
      isPasswordClaimValid({ ...vector, ...changes }, start(), { salt, verifier }, { ...vector, ...changes });
    expect(isValid({})).toBe(true);
    const zeros = Buffer.alloc(32).toString('base64');
    for (const changes of [
      { signature: zeros },
      { signature: '' },
      { signature: vector.signature.slice(0, 20) },
      { secretBlock: zeros },
      { timestamp: 'Thu Jan 1 00:00:00 UTC 1970' },
      { userId: 'somebody-else' },
      { poolName: 'Other' },
    ]) {
      expect(isValid(changes)).toBe(false);
    }
  });

  it('is not proven against the verifier of another password', () => {
    const other = createPasswordVerifier(vector, `${password}!`, saltOf(salt));
    expect(isPasswordClaimValid(vector, start(), other, vector)).toBe(false);
  });
});

describe('the verifier of an unknown user', () => {
  const key = Buffer.alloc(32, 1);

  it('is the same for the same key and user, and another for others', () => {
    const invented = inventPasswordVerifier(key, 'a');
    expect(inventPasswordVerifier(key, 'a')).toEqual(invented);
    for (const other of [inventPasswordVerifier(key, 'b'), inventPasswordVerifier(Buffer.alloc(32, 2), 'a')]) {
      expect(other.salt).not.toBe(invented.salt);
      expect(other.verifier).not.toBe(invented.verifier);
    }
  });

  it('looks like that of a password', () => {
    const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
    for (let user = 0; user < 50; user++) {
      const { salt, verifier } = inventPasswordVerifier(key, String(user));
      expect(salt).toMatch(/^[0-9a-f]{24,32}$/);
      expect(verifier).toMatch(/^[0-9a-f]{700,768}$/);
      expect(BigInt(`0x${verifier}`)).toBeLessThan(N);
    }
  });
});

describe('an exchange', () => {
  const verifier = createPasswordVerifier({ poolName: 'p', userId: 'u' }, 'password');

  it('has new values each time', () => {
    const values = [1, 2].map(() => startExchange('5', verifier)?.serverPublic);
    expect(values[0]).not.toBe(values[1]);
    expect(createPasswordVerifier({ poolName: 'p', userId: 'u' }, 'password').salt).not.toBe(verifier.salt);
  });

  it.each(['', '0', '000', '-1', '0x1', 'xyz', '1 ', '1'.repeat(1025)])('is refused for %j', (clientPublic) => {
    expect(startExchange(clientPublic, verifier)).toBeUndefined();
  });

  it('is refused for multiples of the prime, with which every password would be right', () => {
    const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
    for (const factor of [1n, 2n, 3n]) expect(startExchange((N * factor).toString(16), verifier)).toBeUndefined();
    expect(startExchange((N + 1n).toString(16), verifier)).toBeDefined();
  });
});
