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
    { errors: [{ message: 'Connection failed: Connection handshake error' }] },
    'Unauthorized',
    null,
  ])('is false for %o', (error) => {
    expect(isStaleGuest(error)).toBe(false);
  });
});
