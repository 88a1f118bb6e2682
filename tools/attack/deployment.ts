/** What is attacked, as it is synthesized: attacks are drawn from it, so that what is added is attacked by itself. */
import path from 'node:path';
import { readDeployment, synthesize } from 'amplify-local';
import { projectFolder } from '../project-folder';

/** Kept from file to file, as synthesis takes seconds. */
export const dataFolder = path.join(projectFolder, '.amplify/attack');
/** So long that the show seldom changes in the middle of an attack. */
export const roundSeconds = 60;

const graphqlUrl = 'HTTP://localhost/graphql';

export const deployment = readDeployment(
  await synthesize({ projectFolder, cacheFolder: path.join(dataFolder, 'cdk.out'), context: { roundSeconds } }),
  { region: 'us-east-1', accountId: '123456789012', graphqlUrl },
);

/** Names of the tables, as the schema has them. */
export const models = deployment.tables.map(({ name }) => name.split('-', 1)[0] ?? name);
