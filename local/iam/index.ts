/** `amplify-local/iam`: roles, policies and temporary credentials. */
export { assumeRole } from './assume-role';
export { Authorizer } from './authorizer';
export { isAllowed } from './evaluate';
export type { PolicyStatement } from './policy';
export type { Principal } from './principal';
export { SessionCredentials } from './session-credentials';
