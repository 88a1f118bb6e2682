/** The public interface of `amplify-local`; see `README.md`. */
export { startBackend, type Backend, type BackendOptions } from './backend';
export type {
  DataSource,
  Deployment,
  EventSourceMapping,
  GraphqlApi,
  IdentityPool,
  LambdaFunction,
  PipelineFunction,
  Resolver,
  Role,
  Schedule,
  Table,
} from './cloudformation/deployment';
export { readDeployment } from './cloudformation/read-deployment';
export type { DeploymentEnvironment } from './cloudformation/resource';
export { synthesize, SynthesisError, type SynthesizeOptions } from './cloudformation/synthesize';
export { log } from './log';
export type { AmplifyOutputs } from './outputs';
