import { expect, test } from 'vitest';
import { isLocalAddress } from './local-address';

test.each([
  'http://localhost:3000/',
  'http://matinee.localhost/',
  'http://127.0.0.1:3000/',
  'http://127.1.2.3/',
  'http://[::1]:3000/',
  'http://0.0.0.0:3000/',
])('%s leads each device to itself', (address) => {
  expect(isLocalAddress(address)).toBe(true);
});

test.each([
  'https://matinee.example/',
  'http://192.168.0.7:3000/',
  'http://localhost.example/',
  'http://notlocalhost/',
  'http://[fe80::1]/',
  'not an address',
])('%s does not', (address) => {
  expect(isLocalAddress(address)).toBe(false);
});
