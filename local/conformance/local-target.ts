/** A local backend with the API that the suite calls by default. */
import path from 'node:path';
import { z } from 'zod';
import { startBackend } from '../backend';
import { createProject, freePort } from '../cloudformation/project.fixture';
import { log } from '../log';
import { send } from './http';
import type { Target } from './target';

/** A short interval, so that the suite need not wait for a minute. */
const keepAliveIntervalMs = 300;

const schema = `
  type Note { text: String! private: String }
  type Query { echo(text: String!): String forbidden: String }
  type Mutation { say(text: String!): Note }
  type Subscription { onNote(text: String): Note @aws_subscribe(mutations: ["say"]) }
`;

const documents = {
  query: 'query { echo(text: "here") }',
  mutation: 'mutation Say($text: String!) { say(text: $text) { text } }',
  subscription: 'subscription { onNote { text } }',
  forbidden: 'query { forbidden }',
};

const echo = 'export const request = (ctx) => ({ payload: ctx.args });\nexport const response = (ctx) => ';

/** Replaces the API of the minimal backend. */
const change = `
  backend.assets['schema.graphql'] = ${JSON.stringify(schema)};
  const resolver = (TypeName, FieldName, Code) => ({
    Type: 'AWS::AppSync::Resolver',
    Properties: { TypeName, FieldName, Kind: 'UNIT', DataSourceName: 'NONE_DS', Code },
  });
  resources.Resolver = resolver('Query', 'echo', ${JSON.stringify(`${echo}ctx.result.text;`)});
  resources.Say = resolver('Mutation', 'say', ${JSON.stringify(`${echo}ctx.result;`)});
  resources.GuestPolicy = {
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: [{ Ref: 'GuestRole' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: ['Query/fields/echo', 'Mutation/fields/say', 'Subscription/fields/onNote'].map((field) => ({
          Effect: 'Allow',
          Action: 'appsync:GraphQL',
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Api', 'Arn'] }, '/types/' + field]] },
        })),
      },
    },
  };
`;

const identity = z.object({ IdentityId: z.string() });
const credentials = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretKey: z.string(), SessionToken: z.string() }),
});

export async function startLocalTarget(): Promise<Target> {
  log.level = 'error';
  const project = await createProject(change);
  const backend = await startBackend({
    projectFolder: project.folder,
    dataFolder: path.join(project.folder, '.amplify/local'),
    host: 'localhost',
    port: await freePort(),
    realtimeLimits: { keepAliveIntervalMs },
  });
  const { auth, data, custom } = backend.outputs;
  const callCognito = async (operation: string, input: object) => {
    const headers = { 'x-amz-target': `AWSCognitoIdentityService.${operation}` };
    return (await send(new URL(custom.identityPoolEndpoint), 'POST', headers, JSON.stringify(input))).body;
  };
  const { IdentityId } = identity.parse(await callCognito('GetId', { IdentityPoolId: auth.identity_pool_id }));
  const { Credentials } = credentials.parse(await callCognito('GetCredentialsForIdentity', { IdentityId }));
  const graphqlUrl = new URL(data.url.toLowerCase());
  return {
    graphqlUrl,
    // The forms of an API's default domain and of a custom domain.
    realtimeUrls: ['/graphql', '/graphql/realtime'].map((path) => new URL(`ws://${graphqlUrl.host}${path}`)),
    region: auth.aws_region,
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretKey,
      sessionToken: Credentials.SessionToken,
    },
    documents,
    keepAliveWithinMs: 10_000,
    async close() {
      await backend.close();
      await project.remove();
    },
  };
}
