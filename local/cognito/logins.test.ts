import { describe, expect, it, vi } from 'vitest';
import type { IdentityPool, IdentityProvider } from '../cloudformation/deployment';
import { roleOf, verifyLogins, type Login } from './logins';

const unmapped: IdentityProvider = {
  name: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01',
  clientId: 'client',
};
const provider: IdentityProvider = { ...unmapped, roleMapping: { ambiguousRoleResolution: 'AuthenticatedRole' } };
const guestsOnly: IdentityPool = {
  id: 'us-east-1:11111111-2222-4333-8444-555555555555',
  unauthenticatedRoleArn: 'guest',
  providers: [provider],
};
const pool: IdentityPool = { ...guestsOnly, authenticatedRoleArn: 'authenticated' };
const noRoles: Login = { sub: 'user', roles: [] };

describe('logins', () => {
  const verify = () => Promise.resolve(noRoles);

  it('are those of a guest if there are none', async () => {
    for (const logins of [undefined, null, {}]) expect(await verifyLogins(logins, pool, verify)).toBeUndefined();
  });

  it('name the user of a valid token', async () => {
    const verifyLogin = vi.fn(verify);
    expect(await verifyLogins({ [provider.name]: 'token' }, pool, verifyLogin)).toEqual({ ...noRoles, provider });
    expect(verifyLogin).toHaveBeenCalledWith('token', provider);
  });

  it.each<[string, Record<string, string>, typeof verify | undefined]>([
    ['an unknown provider', { 'evil.example': 'token' }, verify],
    ['the name of every object', { constructor: 'token' }, verify],
    ['two providers', { [provider.name]: 'token', 'evil.example': 'token' }, verify],
    ['a pool without user pools', { [provider.name]: 'token' }, undefined],
  ])('are refused with %s', async (_, logins, verifyLogin) => {
    await expect(verifyLogins(logins, pool, verifyLogin)).rejects.toThrow('Invalid login token.');
  });

  it('are refused with a token that is not valid', async () => {
    const refuse = () => Promise.resolve(undefined);
    await expect(verifyLogins({ [provider.name]: 'token' }, pool, refuse)).rejects.toThrow('Invalid login token.');
  });
});

describe('the role of a user', () => {
  const roleFor = (login: Partial<Login>, roleMapping = provider.roleMapping, customRoleArn?: string) =>
    roleOf(
      { ...noRoles, ...login, provider: { ...unmapped, ...(roleMapping ? { roleMapping } : {}) } },
      pool,
      customRoleArn,
    );
  const deny = { ambiguousRoleResolution: 'Deny' as const };
  const invalid = 'Invalid identity pool configuration. Check assigned IAM roles for this pool.';

  it.each<[string, string, Partial<Login>]>([
    ['preferred one of the groups', 'b', { roles: ['a', 'b'], preferredRole: 'b' }],
    ['only one of the groups', 'a', { roles: ['a'] }],
    ["pool's for users, if several are as good", 'authenticated', { roles: ['a', 'b'] }],
    ["pool's for users, outside of every group", 'authenticated', {}],
  ])('is the %s', (_, role, login) => {
    expect(roleFor(login)).toBe(role);
  });

  it("is the pool's for users if no mapping lets tokens choose", () => {
    const login = { sub: 'user', roles: ['a'], preferredRole: 'a', provider: unmapped };
    expect(roleOf(login, pool)).toBe('authenticated');
    expect(() => roleOf(login, pool, 'a')).toThrow(invalid);
  });

  it('is one of the groups that the caller asks for, and no other', () => {
    const login = { roles: ['a', 'b'], preferredRole: 'b' };
    expect(roleFor(login, provider.roleMapping, 'a')).toBe('a');
    for (const role of ['authenticated', 'guest', 'admin', '']) {
      expect(() => roleFor(login, provider.roleMapping, role)).toThrow(invalid);
    }
  });

  it('is none if the token prefers a role that it does not have', () => {
    expect(() => roleFor({ roles: ['a'], preferredRole: 'admin' })).toThrow(invalid);
  });

  it('is none if the mapping denies what is ambiguous, or the pool has none for users', () => {
    expect(() => roleFor({ roles: ['a', 'b'] }, deny)).toThrow(invalid);
    expect(() => roleFor({}, deny)).toThrow(invalid);
    expect(() => roleOf({ ...noRoles, provider }, guestsOnly)).toThrow(invalid);
  });
});
