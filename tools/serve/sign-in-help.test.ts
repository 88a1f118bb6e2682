import { expect, it } from 'vitest';
import { signInHelp } from './sign-in-help';

const email = 'host@example.com';

it('names the temporary password before the first sign-in', () => {
  const help = signInHelp('http://localhost:3000', { email, temporaryPassword: 'Abc-123-xyz' });
  expect(help).toContain(
    'Run the show at http://localhost:3000/host: sign in as host@example.com with the password Abc-123-xyz',
  );
});

it('names no password that does not work any more', () => {
  const help = signInHelp('http://localhost:3000', { email });
  expect(help).toContain('with the password and the authenticator app of your first sign-in');
  expect(help).toContain('--fresh');
});
