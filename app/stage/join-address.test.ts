import { describe, expect, it } from 'vitest';
import { joinAddress } from './join-address';

describe('joinAddress', () => {
  it.each([
    ['https://matinee.example', 'https://matinee.example/'],
    ['http://192.168.1.20:3000/', 'http://192.168.1.20:3000/'],
    ['https://matinee.example/room?table=4', 'https://matinee.example/room?table=4'],
    ['https://kinò.example', 'https://xn--kin-ena.example/'],
  ])('accepts %s', (value, address) => {
    expect(joinAddress(value)).toBe(address);
  });

  it.each([
    ['a missing parameter', undefined],
    ['two parameters', ['https://a.example', 'https://b.example']],
    ['a path', '/elsewhere'],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,hello'],
    ['a user name before the host', 'https://matinee.example@elsewhere.example'],
    ['a long address', `https://matinee.example/${'a'.repeat(120)}`],
  ])('refuses %s', (_what, value) => {
    expect(joinAddress(value)).toBeNull();
  });
});
