import { defineAuth } from '@aws-amplify/backend';

/** Guests come in through the identity pool; the user pool is for operators, and nobody signs up alone. */
export const auth = defineAuth({
  loginWith: { email: true },
  groups: ['operators'],
  multifactor: { mode: 'REQUIRED', totp: true },
});
