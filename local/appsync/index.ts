/** `amplify-local/appsync`: the GraphQL engine, and the runtime that evaluates APPSYNC_JS resolvers. */
export { createGraphqlEngine, type GraphqlEngineOptions } from './engine/engine';
export { buildSchema } from './engine/schema';
export type { Caller, GraphqlEngine, GraphqlRequest, GraphqlResponse } from './graphql-engine';
export type { Evaluation, ResolverContext } from './js/evaluation';
export { loadResolver } from './js/load-resolver';
