import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Principal } from '../iam/principal';
import { recordingLog } from '../recording-log.fixture';
import { LambdaRuntime, type LambdaRuntimeOptions } from './lambda-runtime';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Setup extends Partial<LambdaRuntimeOptions> {
  timeoutSeconds?: number;
  memorySizeMb?: number;
  environment?: Record<string, string>;
  handler?: string;
  file?: string;
}

/** A runtime with one function, `probe`, made of the given source. */
async function deploy(source: string, setup: Setup = {}) {
  const {
    timeoutSeconds = 5,
    memorySizeMb,
    environment = {},
    handler = 'index.handler',
    file = 'index.mjs',
    ...options
  } = setup;
  const codePath = await mkdtemp(join(tmpdir(), 'lambda-'));
  await writeFile(join(codePath, file), source);
  const issued: Principal[] = [];
  const log = recordingLog();
  const runtime = new LambdaRuntime({
    deployment: {
      region: 'eu-west-1',
      functions: [
        {
          name: 'probe',
          arn: 'arn:aws:lambda:eu-west-1:111122223333:function:probe',
          roleArn: 'arn:aws:iam::111122223333:role/probe-role',
          codePath,
          handler,
          environment,
          timeoutSeconds,
          memorySizeMb,
        },
      ],
    },
    credentials: {
      issue(principal, durationSeconds) {
        issued.push(principal);
        const expiration = new Date(Date.now() + durationSeconds * 1000);
        return { accessKeyId: `ASIA${issued.length}`, secretAccessKey: 'secret', sessionToken: 'token', expiration };
      },
    },
    dynamoDbEndpoint: 'http://127.0.0.1:1/dynamodb/',
    log,
    ...options,
  });
  cleanUps.push(
    () => rm(codePath, { recursive: true }),
    () => runtime.close(),
  );
  return { runtime, issued, log, codePath };
}

describe('an invocation', () => {
  it('converts the event and the result of the handler to JSON', async () => {
    const { runtime } = await deploy(
      'export const handler = async (event) => ({ event, none: undefined, at: new Date(0) });',
    );
    await expect(runtime.invoke('probe', { Records: [1] })).resolves.toEqual({
      event: { Records: [1] },
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it.each([
    ['nothing', 'export const handler = async () => {};', null],
    ['a value without a promise', 'export const handler = () => 5;', 5],
  ])('may return %s', async (_, source, expected) => {
    const { runtime } = await deploy(source);
    await expect(runtime.invoke('probe', {})).resolves.toBe(expected);
  });

  it('accepts the ARN of the function', async () => {
    const { runtime } = await deploy('export const handler = async () => "ok";');
    await expect(runtime.invoke('arn:aws:lambda:eu-west-1:111122223333:function:probe', {})).resolves.toBe('ok');
  });

  it('has the context of Lambda', async () => {
    const { runtime } = await deploy(
      `export const handler = async (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() });`,
    );
    const context = await runtime.invoke('probe', {});
    expect(context).toMatchObject({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      functionName: 'probe',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:probe',
      memoryLimitInMB: '512',
      logGroupName: '/aws/lambda/probe',
    });
    const { remaining } = context as { remaining: number };
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(5000);
  });

  it('runs a CommonJS bundle too', async () => {
    const { runtime } = await deploy('exports.run = async () => require("node:path").sep;', {
      file: 'app.cjs',
      handler: 'app.run',
    });
    await expect(runtime.invoke('probe', {})).resolves.toMatch(/[\\/]/);
  });
});

describe('a failed invocation', () => {
  it.each([
    [
      'an error of the handler',
      'export const handler = async () => { throw new RangeError("too many"); };',
      'RangeError',
      'too many',
    ],
    [
      'an uncaught exception',
      'export const handler = () => new Promise(() => setImmediate(() => { throw new Error("lost"); }));',
      'Error',
      'lost',
    ],
    [
      'an unhandled rejection',
      'export const handler = () => { Promise.reject(new Error("adrift")); return new Promise(() => {}); };',
      'Error',
      'adrift',
    ],
    [
      'an uncaught null',
      'export const handler = () => new Promise(() => setImmediate(() => { throw null; }));',
      'object',
      'null',
    ],
    [
      'the end of the process',
      'export const handler = async () => process.exit(3);',
      'Runtime.ExitError',
      'Runtime exited with error: exit status 3',
    ],
    ['a result that JSON cannot represent', 'export const handler = async () => 10n;', 'TypeError', 'BigInt'],
    ['code that does not load', 'throw new SyntaxError("bad code");', 'SyntaxError', 'bad code'],
    [
      'a missing handler',
      'export const main = 1;',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
  ])('is reported as %s', async (_, source, errorType, message) => {
    const { runtime } = await deploy(source);
    await expect(runtime.invoke('probe', {})).rejects.toMatchObject({
      errorType,
      message: expect.stringContaining(message) as string,
    });
  });

  it('is reported when a module is missing', async () => {
    const { runtime } = await deploy('', { handler: 'other.handler' });
    await expect(runtime.invoke('probe', {})).rejects.toMatchObject({ errorType: 'Runtime.ImportModuleError' });
  });

  it("times out with Lambda's message, and the next one has a new environment", async () => {
    const { runtime } = await deploy(
      'export const handler = async ({ hang }) => { while (hang); return process.pid; };',
      {
        timeoutSeconds: 0.2,
      },
    );
    await expect(runtime.invoke('probe', { hang: true })).rejects.toMatchObject({
      errorType: 'Sandbox.Timedout',
      message: expect.stringContaining('Task timed out after 0.20 seconds') as string,
    });
    await expect(runtime.invoke('probe', {})).resolves.toBe(process.pid);
  });

  it('out of memory affects no other invocation', async () => {
    const { runtime } = await deploy(
      'export const handler = async ({ fill }) => { const list = []; while (fill) list.push(new Array(1e5).fill({})); return "done"; };',
      { memorySizeMb: 32, timeoutSeconds: 60 },
    );
    await expect(runtime.invoke('probe', { fill: true })).rejects.toMatchObject({
      errorType: 'Runtime.OutOfMemory',
      message: expect.stringContaining('signal: killed') as string,
    });
    await expect(runtime.invoke('probe', {})).resolves.toBe('done');
  }, 60_000);

  it('names a function that is not deployed', async () => {
    const { runtime } = await deploy('');
    await expect(runtime.invoke('nobody', {})).rejects.toThrow('Function not found: nobody');
  });
});

describe('an execution environment', () => {
  const counter = 'let calls = 0; export const handler = async () => ++calls;';

  it('is reused while it is warm', async () => {
    const { runtime } = await deploy(counter);
    expect([await runtime.invoke('probe', {}), await runtime.invoke('probe', {})]).toEqual([1, 2]);
  });

  it('is reused after an error of the handler, but not after it has exited', async () => {
    const { runtime } = await deploy(
      'let calls = 0; export const handler = async ({ fail, exit }) => { calls++; if (exit) process.exit(1); if (fail) throw new Error("no"); return calls; };',
    );
    await runtime.invoke('probe', { fail: true }).catch(() => undefined);
    await expect(runtime.invoke('probe', {})).resolves.toBe(2);
    await runtime.invoke('probe', { exit: true }).catch(() => undefined);
    await expect(runtime.invoke('probe', {})).resolves.toBe(1);
  });

  it('runs one invocation at a time; others run in parallel up to the limit, and more wait', async () => {
    const { runtime, issued } = await deploy(
      `let running = 0;
       export const handler = async () => {
         running++;
         await new Promise((resolve) => setTimeout(resolve, 20));
         return running--;
       };`,
      { maxConcurrency: 2 },
    );
    const most = await Promise.all([1, 2, 3, 4, 5].map(() => runtime.invoke('probe', {})));
    expect(most).toEqual([1, 1, 1, 1, 1]);
    expect(issued).toHaveLength(2);
  });

  it('sees only its own environment variables', async () => {
    process.env.OF_THE_DEVELOPER = 'private';
    const { runtime } = await deploy('export const handler = async () => process.env;', {
      environment: { TABLE: 'Round' },
    });
    const environment = await runtime.invoke('probe', {});
    delete process.env.OF_THE_DEVELOPER;
    expect(environment).toMatchObject({
      TABLE: 'Round',
      AWS_LAMBDA_FUNCTION_NAME: 'probe',
      AWS_ACCESS_KEY_ID: 'ASIA1',
    });
    expect(environment).not.toHaveProperty('OF_THE_DEVELOPER');
    expect(environment).not.toHaveProperty('PATH');
  });

  it("has credentials of the function's role, and is replaced before they expire", async () => {
    let now = Date.now();
    const { runtime, issued } = await deploy('export const handler = async () => process.env.AWS_ACCESS_KEY_ID;', {
      now: () => now,
    });
    expect(await runtime.invoke('probe', {})).toBe('ASIA1');
    now += 30 * 60_000;
    expect(await runtime.invoke('probe', {})).toBe('ASIA1');
    now += 29.5 * 60_000;
    expect(await runtime.invoke('probe', {})).toBe('ASIA2');
    expect(issued[0]).toEqual({
      roleArn: 'arn:aws:iam::111122223333:role/probe-role',
      userArn: 'arn:aws:sts::111122223333:assumed-role/probe-role/probe',
    });
  });

  it('logs the output of the handler with the name of the function', async () => {
    const { runtime, log } = await deploy(
      `export const handler = async () => {
         console.log('plain', 1, { two: 2 });
         console.error(JSON.stringify({ message: 'structured', votes: 5 }));
         process.stdout.write('raw\\n');
       };`,
    );
    await runtime.invoke('probe', {});
    await expect
      .poll(() => log.lines.toSorted())
      .toEqual([
        '{"function":"probe","votes":5} structured',
        '{"function":"probe"} plain 1 { two: 2 }',
        '{"function":"probe"} raw',
      ]);
  });

  it('ends with the runtime, and its invocation fails', async () => {
    const { runtime } = await deploy('export const handler = () => new Promise(() => {});');
    const invocation = expect(runtime.invoke('probe', {})).rejects.toMatchObject({ errorType: 'Runtime.ExitError' });
    await runtime.close();
    await invocation;
    await expect(runtime.invoke('probe', {})).rejects.toThrow('closed');
  });
});
