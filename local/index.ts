/** The public interface of `amplify-local`; see `README.md`. */
export { startBackend, type Backend, type BackendOptions } from './backend';
export type {
  DataSource,
  Deployment,
  EventSourceMapping,
  GraphqlApi,
  IdentityPool,
  IdentityProvider,
  LambdaFunction,
  PasswordPolicy,
  PipelineFunction,
  Resolver,
  Role,
  Schedule,
  Table,
  UserPool,
  UserPoolGroup,
} from './cloudformation/deployment';
export { readDeployment } from './cloudformation/read-deployment';
export type { DeploymentEnvironment } from './cloudformation/resource';
export type { ShardDescription } from './dynamodb/table-streams';
export { synthesize, SynthesisError, type SynthesizeOptions } from './cloudformation/synthesize';
export type { InvitedUser, LocalUser } from './cognito/user-pool/local-users';
export { log } from './log';
export type { AmplifyOutputs } from './outputs';
