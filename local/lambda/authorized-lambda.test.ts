import { expect, it, vi } from 'vitest';
import { Authorizer } from '../iam/authorizer';
import { AuthorizedLambda } from './authorized-lambda';

const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:search';
const roleArn = 'arn:aws:iam::111122223333:role/SearchSource';
const principal = { roleArn, userArn: 'arn:aws:sts::111122223333:assumed-role/SearchSource/APPSYNC_ASSUME_ROLE' };

function setUp(Resource: string[]) {
  const runtime = { invoke: vi.fn().mockResolvedValue(['result']) };
  const log = { warn: vi.fn() };
  const statements = [{ Effect: 'Allow' as const, Action: ['lambda:InvokeFunction'], Resource }];
  const authorizer = new Authorizer([{ arn: roleArn, name: 'SearchSource', statements }]);
  return { runtime, log, lambda: new AuthorizedLambda({ runtime, authorizer, log }) };
}

it('invokes a function that the role may invoke', async () => {
  const { lambda, runtime } = setUp([functionArn, `${functionArn}:*`]);
  expect(await lambda.invoke(principal, functionArn, { text: 'faust' })).toEqual(['result']);
  expect(runtime.invoke).toHaveBeenCalledWith(functionArn, { text: 'faust' });
});

it('refuses any other function, and logs it', async () => {
  const { lambda, runtime, log } = setUp([`${functionArn}-other`]);
  const message =
    `User: ${principal.userArn} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} ` +
    'because no identity-based policy allows the lambda:InvokeFunction action';
  await expect(lambda.invoke(principal, functionArn, {})).rejects.toMatchObject({
    type: 'AccessDeniedException',
    message,
    statusCode: 403,
  });
  expect(runtime.invoke).not.toHaveBeenCalled();
  expect(log.warn.mock.calls).toEqual([[message]]);
});
