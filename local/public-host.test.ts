import { describe, expect, it } from 'vitest';
import { localHost, publicHost } from './public-host';

const address = (value: string, internal = false, scopeid = 0) => ({
  address: value,
  family: value.includes(':') ? ('IPv6' as const) : ('IPv4' as const),
  internal,
  scopeid,
  netmask: '',
  mac: '',
  cidr: null,
});

const interfaces = {
  lo: [address('127.0.0.1', true), address('::1', true)],
  wlan0: [address('fe80::1', false, 4), address('fd00::2'), address('192.168.1.20')],
};

describe('publicHost', () => {
  it.each([
    ['localhost', 'localhost'],
    ['127.0.0.1', '127.0.0.1'],
    ['192.168.1.7', '192.168.1.7'],
    ['cinema.local', 'cinema.local'],
    ['::1', '[::1]'],
    ['fd00::2', '[fd00::2]'],
    ['0.0.0.0', '192.168.1.20'],
    ['::', '192.168.1.20'],
  ])('of a server on %s is %s', (host, expected) => {
    expect(publicHost(host, interfaces)).toBe(expected);
  });

  it('is an IPv6 address in brackets if the machine has no other', () => {
    expect(publicHost('::', { ...interfaces, wlan0: interfaces.wlan0.slice(0, 2) })).toBe('[fd00::2]');
  });

  it('is localhost without a network', () => {
    expect(publicHost('0.0.0.0', { lo: interfaces.lo })).toBe('localhost');
  });
});

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['::', '[::1]'],
  ['::1', '[::1]'],
  ['fd00::2', '[fd00::2]'],
])('localHost: this machine reaches %s by %s', (listened, expected) => {
  expect(localHost(listened)).toBe(expected);
});
