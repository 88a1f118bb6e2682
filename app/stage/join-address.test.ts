import { describe, expect, it } from 'vitest';
import { joinAddress } from './join-address';

describe('the address to join at', () => {
  it.each([
    ['https://matinee.example', 'https://matinee.example/'],
    ['http://192.168.1.20:3000/', 'http://192.168.1.20:3000/'],
    ['https://matinee.example/room?seat=4', 'https://matinee.example/room?seat=4'],
    ['https://kinò.example', 'https://xn--kin-ena.example/'],
  ])('is taken: %s', (wanted, address) => {
    expect(joinAddress(wanted)).toBe(address);
  });

  it.each([
    ['nothing', undefined],
    ['two of them', ['https://a.example', 'https://b.example']],
    ['a path', '/elsewhere'],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,hello'],
    ['a name before the host', 'https://matinee.example@elsewhere.example'],
    ['more than a wall can show', `https://matinee.example/${'a'.repeat(120)}`],
  ])('is not %s', (_what, wanted) => {
    expect(joinAddress(wanted)).toBeNull();
  });
});
