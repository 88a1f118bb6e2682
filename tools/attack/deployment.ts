/** The synthesized deployment. Attacks are derived from it, so that new fields and tables are attacked, too. */
import { readDeployment, synthesize } from 'amplify-local';
import { projectFolder } from '../project-folder';

/** Long, so that rounds seldom change during an attack. */
export const roundSeconds = 60;

const graphqlUrl = 'HTTP://localhost/graphql';

export const deployment = readDeployment(await synthesize({ projectFolder, context: { roundSeconds } }), {
  region: 'us-east-1',
  accountId: '123456789012',
  graphqlUrl,
});

/** Names of the tables in the schema. */
export const models = deployment.tables.map(({ name }) => name.split('-', 1)[0] ?? name);
