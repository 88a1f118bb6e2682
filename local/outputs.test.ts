import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOutputsOwner, writeOutputs, type AmplifyOutputs } from './outputs';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'outputs-'));
  file = path.join(folder, 'amplify_outputs.json');
});
afterEach(() => rm(folder, { recursive: true }));

const outputs: AmplifyOutputs = {
  version: '1.4',
  auth: {
    aws_region: 'us-east-1',
    user_pool_id: 'us-east-1_1',
    user_pool_client_id: '1',
    identity_pool_id: 'us-east-1:1',
    mfa_methods: ['TOTP'],
    standard_required_attributes: ['email'],
    username_attributes: ['email'],
    user_verification_types: ['email'],
    groups: [{ operators: { precedence: 0 } }],
    mfa_configuration: 'REQUIRED',
    password_policy: {
      min_length: 8,
      require_lowercase: true,
      require_numbers: true,
      require_symbols: true,
      require_uppercase: true,
    },
    unauthenticated_identities_enabled: true,
  },
  data: {
    url: 'HTTP://localhost:4000/graphql',
    aws_region: 'us-east-1',
    default_authorization_type: 'AWS_IAM',
    authorization_types: ['AMAZON_COGNITO_USER_POOLS'],
    model_introspection: { version: 1 },
  },
  custom: {
    identityPoolEndpoint: 'http://localhost:4000/cognito-identity/',
    userPoolEndpoint: 'http://localhost:4000/cognito-idp/',
  },
};

it('names no backend if there is no file', async () => {
  expect(await readOutputsOwner(file)).toBe('none');
});

it('creates the folder of the file', async () => {
  const nested = path.join(folder, 'a/b/amplify_outputs.json');
  await writeOutputs(nested, outputs);
  expect(JSON.parse(await readFile(nested, 'utf8'))).toEqual(outputs);
  expect(await readOutputsOwner(nested)).toBe('local');
});

it.each([
  ['local', { custom: { identityPoolEndpoint: 'http://localhost:4000/' } }],
  ['aws', { version: '1.4' }],
])('names the backend %s, also after a byte order mark', async (owner, content) => {
  for (const mark of ['', '\uFEFF']) {
    await writeFile(file, mark + JSON.stringify(content));
    expect(await readOutputsOwner(file)).toBe(owner);
  }
});

it.each(['', '[]', 'null', '{', '<<<<<<< HEAD'])('refuses %j, and says what to do', async (text) => {
  await writeFile(file, text);
  await expect(readOutputsOwner(file)).rejects.toThrow(`${file} is invalid`);
});

it('names a file that it cannot read', async () => {
  await mkdir(file);
  await expect(readOutputsOwner(file)).rejects.toThrow(`${file} cannot be read: EISDIR`);
});
