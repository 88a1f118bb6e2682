/** Refuses resolver code that AppSync would refuse, before anything runs it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readDeployment } from './read-deployment';

/**
 * @param folder the CDK's output
 * @param sources files of `amplify/`, among them the resolvers
 * @returns one line a problem: file, line, column, what was used and what to use instead
 */
export async function checkResolvers(folder: string, sources: string[]): Promise<string[]> {
  // ESLint takes a good part of a second to load, and a start with a kept result needs none of it.
  const { checkResolverCode, formatProblem } = await import('../appsync/js/check');
  const environment = { region: 'us-east-1', accountId: '123456789012', graphqlUrl: 'https://localhost/graphql' };
  const { functions } = readDeployment(folder, environment).api;
  // The CDK keeps the text of a resolver and forgets its name.
  const files = await Promise.all(
    sources.filter((file) => file.endsWith('.js')).map(async (file) => ({ file, code: await readFile(file, 'utf8') })),
  );
  const problems = functions.flatMap(({ name, code }) => {
    const file = files.find((candidate) => candidate.code === code)?.file;
    return checkResolverCode(code, file ? path.relative(process.cwd(), file) : name);
  });
  return [...new Set(problems.map(formatProblem))];
}
