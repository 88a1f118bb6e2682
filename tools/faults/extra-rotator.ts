/** Runs the deployed rotator function once more, under its own role. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LambdaRuntime } from 'amplify-local/lambda';
import { SessionCredentials } from 'amplify-local/iam';
import { type BackendOptions, readDeployment, synthesize } from 'amplify-local';

/** @param options - of the running backend, whose data folder contains the key of its credentials */
export async function startExtraRotator({ projectFolder, dataFolder, host, port, context }: BackendOptions) {
  const folder = await synthesize({ projectFolder, context });
  const deployment = readDeployment(folder, {
    region: 'us-east-1',
    accountId: '123456789012',
    graphqlUrl: `HTTP://${host}:${port}/graphql`,
  });
  const key = Buffer.from(await readFile(path.join(dataFolder, 'credentials.key'), 'utf8'), 'base64');
  const logLines: string[] = [];
  const log = (fields: unknown, message?: string) => void logLines.push(message ?? String(fields));
  const lambda = new LambdaRuntime({
    deployment,
    credentials: new SessionCredentials(key),
    dynamoDbEndpoint: `http://${host}:${port}/dynamodb/`,
    log: { debug: log, info: log, warn: log, error: log },
  });
  const rotator = deployment.functions.find(({ environment }) => 'ROUND_SECONDS' in environment);
  if (!rotator) throw new Error('The deployment has no rotator.');
  const running = lambda.invoke(rotator.arn, {});
  // `kill` ends it before it returns.
  running.catch(() => undefined);
  return { logLines, kill: () => lambda.close() };
}
