import { describe, expect, it } from 'vitest';
import { BackendError, isRefusal, isStaleGuest, valueOf } from './backend-error';

describe('valueOf', () => {
  it('returns the data of a response', async () => {
    await expect(valueOf(Promise.resolve({ data: 7 }))).resolves.toBe(7);
  });

  it('throws an error of the resolver with its type', async () => {
    const answer = Promise.resolve({ data: null, errors: [{ message: 'Too late.', errorType: 'RoundOver' }] });
    const error = await valueOf(answer).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackendError);
    expect(isRefusal(error, 'RoundOver')).toBe(true);
    expect(isRefusal(error, 'SlowDown')).toBe(false);
  });

  it('throws an HTTP error with its name', async () => {
    const errors = [
      { message: 'The security token is invalid.', originalError: { name: 'UnrecognizedClientException' } },
    ];
    await expect(valueOf(Promise.resolve({ data: null, errors }))).rejects.toMatchObject({
      type: 'UnrecognizedClientException',
    });
  });

  it('throws if the response contains no data', async () => {
    await expect(valueOf(Promise.resolve({ data: null }))).rejects.toThrow('no data');
  });
});

describe('isStaleGuest', () => {
  it.each([
    new BackendError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' }),
    Object.assign(new Error("1 validation error detected: Value at 'identityId' failed"), {
      name: 'ValidationException',
    }),
    Object.assign(new Error('The request body is too large.'), { name: 'RequestEntityTooLargeException' }),
    Object.assign(new Error("Access to Identity 'us-east-1:0' is forbidden."), { name: 'NotAuthorizedException' }),
    new BackendError('Unauthorized', 'Not Authorized to access snapshot on type Query'),
    { errors: [{ message: 'Connection failed: UnauthorizedException' }] },
    { errors: [{ message: 'Connection failed: {"errors":[{"errorType":"UnrecognizedClientException"}]}' }] },
  ])('is true for %o', (error) => {
    expect(isStaleGuest(error)).toBe(true);
  });

  it.each([
    new BackendError('RoundOver', 'This round is over.'),
    new BackendError(
      'InvalidSignatureException',
      'Signature expired: 20260115T102530Z is now earlier than 20260115T103000Z.',
    ),
    new TypeError('Failed to fetch'),
    new BackendError('DynamoDB:ValidationException', 'The provided expression is invalid.'),
    new BackendError('DynamoDB:ResourceNotFoundException', 'Requested resource not found.'),
    Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' }),
    { errors: [{ message: 'Connection failed: Connection handshake error' }] },
    'Unauthorized',
    null,
  ])('is false for %o', (error) => {
    expect(isStaleGuest(error)).toBe(false);
  });
});
