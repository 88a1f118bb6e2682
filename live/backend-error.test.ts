import { describe, expect, it } from 'vitest';
import { BackendError, isRefusal, isStaleGuest, valueOf } from './backend-error';

describe('an answer', () => {
  it('is its value', async () => {
    await expect(valueOf(Promise.resolve({ data: 7 }))).resolves.toBe(7);
  });

  it('with errors is thrown, with the type that the resolver gave', async () => {
    const answer = Promise.resolve({ data: null, errors: [{ message: 'Too late.', errorType: 'RoundOver' }] });
    const error = await valueOf(answer).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackendError);
    expect(isRefusal(error, 'RoundOver')).toBe(true);
    expect(isRefusal(error, 'SlowDown')).toBe(false);
  });

  it('that HTTP itself refused is thrown, with the name that HTTP gave', async () => {
    const errors = [
      { message: 'The security token is invalid.', originalError: { name: 'UnrecognizedClientException' } },
    ];
    await expect(valueOf(Promise.resolve({ data: null, errors }))).rejects.toMatchObject({
      type: 'UnrecognizedClientException',
    });
  });

  it('without data is an error', async () => {
    await expect(valueOf(Promise.resolve({ data: null }))).rejects.toThrow('no data');
  });
});

describe('a stale guest', () => {
  it.each([
    new BackendError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' }),
    { errors: [{ message: 'Connection failed: UnauthorizedException' }] },
    { errors: [{ message: 'Connection failed: {"errors":[{"errorType":"UnrecognizedClientException"}]}' }] },
  ])('shows in %o', (error) => {
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
  ])('does not show in %o', (error) => {
    expect(isStaleGuest(error)).toBe(false);
  });
});
