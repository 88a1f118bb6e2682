import { describe, expect, it, vi } from 'vitest';
import { InvocationRefused } from '../../../lambda/function-invoker';
import { LambdaError } from '../../../lambda/lambda-error';
import { matching } from '../../../matchers.fixture';
import { createTestEngine } from '../engine.fixture';
import { createLambdaDataSource } from './lambda';

const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:search';

function setUp() {
  const invoke = vi.fn().mockResolvedValue({ found: true });
  const dataSource = createLambdaDataSource(functionArn, 'arn:aws:iam::123456789012:role/SearchRole', { invoke });
  return { invoke, call: async (request: unknown) => dataSource.invoke(request) };
}

describe('an invocation', () => {
  it('sends the payload under the service role, and returns the result', async () => {
    const { call, invoke } = setUp();
    expect(await call({ operation: 'Invoke', payload: { text: 'faust' } })).toEqual({ result: { found: true } });
    expect(invoke).toHaveBeenCalledWith(
      {
        roleArn: 'arn:aws:iam::123456789012:role/SearchRole',
        userArn: 'arn:aws:sts::123456789012:assumed-role/SearchRole/APPSYNC_ASSUME_ROLE',
      },
      functionArn,
      { text: 'faust' },
    );
  });

  it('sends null without a payload', async () => {
    const { call, invoke } = setUp();
    await call({ operation: 'Invoke', invocationType: 'RequestResponse' });
    expect(invoke).toHaveBeenCalledWith(expect.anything(), functionArn, null);
  });

  it('has the error of the function', async () => {
    const { call, invoke } = setUp();
    invoke.mockRejectedValue(new LambdaError('RangeError', 'The text is too long.'));
    expect(await call({ operation: 'Invoke' })).toEqual({
      result: null,
      error: { type: 'Lambda:Unhandled', message: 'The text is too long.' },
    });
  });

  it('has the refusal of Lambda', async () => {
    const { call, invoke } = setUp();
    invoke.mockRejectedValue(new InvocationRefused('AccessDeniedException', 'User: x is not authorized', 403));
    expect(await call({ operation: 'Invoke' })).toEqual({
      result: null,
      error: {
        type: 'Lambda:AWSLambdaException',
        message: matching(
          /^User: x is not authorized \(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: [\w-]{36}\)$/,
        ),
      },
    });
  });

  it('fails with an error of the local backend', async () => {
    const { call, invoke } = setUp();
    invoke.mockRejectedValue(new Error('The Lambda runtime is closed'));
    await expect(call({ operation: 'Invoke' })).rejects.toThrow('The Lambda runtime is closed');
  });
});

describe('an invalid request', () => {
  it.each([
    ['that is not an object', 'text', "Value for field '$' must be an object"],
    ['without an operation', { payload: {} }, "Value for field '$[operation]' not found."],
    ['with a misspelled member', { operation: 'Invoke', paylod: {} }, "Unsupported element '$[paylod]'."],
    ['for several fields at once', { operation: 'BatchInvoke', payload: {} }, "Unsupported operation 'BatchInvoke'."],
    ['without an answer', { operation: 'Invoke', invocationType: 'Event' }, "Unsupported invocation type 'Event'."],
  ])('%s is refused', async (_, request, message) => {
    const { call, invoke } = setUp();
    await expect(call(request)).rejects.toMatchObject({
      errorType: 'MappingTemplate',
      message: expect.stringContaining(message) as string,
    });
    expect(invoke).not.toHaveBeenCalled();
  });
});

it('answers a field', async () => {
  const code = `
    import { util } from '@aws-appsync/utils';
    export const request = (ctx) => ({ operation: 'Invoke', payload: ctx.args });
    export function response(ctx) {
      if (ctx.error) util.error(ctx.error.message, ctx.error.type);
      return ctx.result;
    }
  `;
  const lambda = {
    invoke: vi.fn((_principal: unknown, _functionArn: string, event: unknown) => Promise.resolve(event)),
  };
  const { run } = createTestEngine({
    schema: 'type Movie { title: String } type Query { search(title: String): Movie }',
    pipelines: { 'Query.search': [{ code, dataSourceName: 'Search' }] },
    lambda,
  });
  expect(await run('{ search(title: "Faust") { title } }')).toEqual({ data: { search: { title: 'Faust' } } });
  lambda.invoke.mockRejectedValue(new LambdaError('Error', 'No movies'));
  expect(await run('{ search { title } }')).toMatchObject({
    data: { search: null },
    errors: [{ path: ['search'], errorType: 'Lambda:Unhandled', message: 'No movies' }],
  });
});
