/** Checks resolver code before it runs, as AppSync does when it is deployed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readDeployment } from './read-deployment';

/**
 * @param folder the CDK's output
 * @param sources the files of `amplify/`, which include the resolvers
 * @returns a line for each problem: file, line, column, what is not supported and what to use instead
 */
export async function checkResolvers(folder: string, sources: string[]): Promise<string[]> {
  // Imported here, because ESLint takes a while to load and a cached result does not need it.
  const { checkResolverCode, formatProblem } = await import('../appsync/js/check');
  const environment = { region: 'us-east-1', accountId: '123456789012', graphqlUrl: 'https://localhost/graphql' };
  const { functions } = readDeployment(folder, environment).api;
  // The CDK's output has the code of a resolver, but not its file name.
  const files = await Promise.all(
    sources.filter((file) => file.endsWith('.js')).map(async (file) => ({ file, code: await readFile(file, 'utf8') })),
  );
  const problems = functions.flatMap(({ name, code }) => {
    const file = files.find((candidate) => candidate.code === code)?.file;
    return checkResolverCode(code, file ? path.relative(process.cwd(), file) : name);
  });
  return [...new Set(problems.map(formatProblem))];
}
