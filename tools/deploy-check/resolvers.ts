/** AppSync's limits of resolvers: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
import type { GraphqlApi } from 'amplify-local';
import { checkResolverCode, formatProblem } from 'amplify-local/resolver-check';

const maxFunctionsPerPipeline = 10;

/** @returns one line for each code that is too long or uses what APPSYNC_JS lacks, and each pipeline that is too long */
export function checkResolvers({ functions, resolvers }: Pick<GraphqlApi, 'functions' | 'resolvers'>): string[] {
  const codes = [
    ...functions.map(({ name, code }) => ({ name, code })),
    ...resolvers.map(({ typeName, fieldName, code }) => ({ name: `${typeName}.${fieldName}`, code })),
  ];
  return [
    ...codes.flatMap(({ name, code }) => checkResolverCode(code, name).map(formatProblem)),
    ...resolvers
      .filter(({ functionIds }) => functionIds.length > maxFunctionsPerPipeline)
      .map(
        ({ typeName, fieldName, functionIds }) =>
          `${typeName}.${fieldName}: a pipeline may have ${maxFunctionsPerPipeline} functions, but has ${functionIds.length}`,
      ),
  ];
}
