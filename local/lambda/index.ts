/** `amplify-local/lambda`: runs the functions of a deployment. */
export { EventSourceMapping, type EventSourceMappingOptions } from './event-source-mapping';
export { LambdaError } from './lambda-error';
export { LambdaRuntime, type LambdaRuntimeOptions } from './lambda-runtime';
export type { StreamEvent } from './tumbling-window';
