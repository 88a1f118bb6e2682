import { defineAuth } from '@aws-amplify/backend';

/** Guests use the identity pool. The user pool is for operators, who are invited (see `backend.ts`). */
export const auth = defineAuth({
  loginWith: { email: true },
  groups: ['operators'],
  multifactor: { mode: 'REQUIRED', totp: true },
});
