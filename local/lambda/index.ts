/** `amplify-local/lambda`: runs the functions of a deployment. */
export { LambdaError } from './lambda-error';
export { LambdaRuntime, type LambdaRuntimeOptions } from './lambda-runtime';
