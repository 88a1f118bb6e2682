import { describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../statistics/random';
import { ThreadAudience } from './thread-audience';
import type { Documents } from '../guest/documents';
import type { Post } from '../guest/post';

const endpoints = {
  region: 'eu-west-1',
  identityPoolId: 'eu-west-1:pool',
  isLocal: true,
  identityUrl: 'http://127.0.0.1:1/',
  graphqlUrl: 'http://127.0.0.1:1/graphql',
  realtimeUrl: 'ws://127.0.0.1:1/graphql/realtime',
};
const names = ['snapshot', 'recentRounds', 'castVotes', 'sendMessage', 'onRound', 'onScores', 'onMessage'] as const;
const documents = Object.fromEntries(names.map((name) => [name, name])) as Documents;

/** A backend that accepts every guest and message, but knows no earlier identities. */
function openCrowd() {
  let guests = 0;
  let messages = 0;
  const clock = { now: 0 };
  const onIdentity = vi.fn();
  const answerTo = (
    target: string | undefined,
    body: string,
  ): { status: number; errorType?: string; json?: unknown } => {
    if (target?.endsWith('GetId')) return { status: 200, json: { IdentityId: `eu-west-1:new-${++guests}` } };
    if (target !== undefined && body.includes('old')) return { status: 400, errorType: 'ResourceNotFoundException' };
    if (target !== undefined) {
      return {
        status: 200,
        json: { Credentials: { AccessKeyId: 'a', SecretKey: 'b', SessionToken: 'c', Expiration: 4e9 } },
      };
    }
    if (!body.includes('sendMessage')) return { status: 500 };
    return {
      status: 200,
      json: { data: { sendMessage: { id: String(Math.random()), nickname: 'n', text: 't', sender: 's', sentAt: 0 } } },
    };
  };
  const post: Post = (_, headers, body) => {
    if (body.includes('sendMessage')) messages += 1;
    return Promise.resolve({ errorType: undefined, json: undefined, ...answerTo(headers['x-amz-target'], body) });
  };
  const crowd = new ThreadAudience({
    endpoints,
    documents,
    post,
    onIdentity,
    maxViewers: 1,
    random: seededRandom(1),
    now: () => clock.now,
    onPublished: () => undefined,
    onProbeTotal: () => undefined,
  });
  return { crowd, clock, onIdentity, said: () => messages };
}

describe('a viewer', () => {
  it('sends all messages, even if chance schedules them close together', async () => {
    const { crowd, clock, said, onIdentity } = openCrowd();
    crowd.addViewer();
    await vi.waitFor(() => expect(onIdentity).toHaveBeenCalled());
    await new Promise(setImmediate);
    const minutes = 1000;
    for (; clock.now < minutes * 60_000; clock.now += 500) crowd.chat(0.5, 6 / 60);
    // Without deferring, a sixth of the messages would be lost.
    await vi.waitFor(() => expect(said()).toBeGreaterThan(0.95 * 6 * minutes), { timeout: 10_000 });
    expect(said()).toBeLessThan(1.05 * 6 * minutes);
    crowd.close();
  }, 20_000);

  it('reports its new identity', async () => {
    const { crowd, onIdentity } = openCrowd();
    crowd.addViewer();
    await vi.waitFor(() => expect(onIdentity.mock.calls).toEqual([['eu-west-1:new-1', true]]));
    crowd.close();
  });

  it('reports that Cognito no longer knows its earlier identity', async () => {
    const { crowd, onIdentity } = openCrowd();
    crowd.addViewer('eu-west-1:old');
    await vi.waitFor(() =>
      expect(onIdentity.mock.calls).toEqual([
        ['eu-west-1:old', false],
        ['eu-west-1:new-1', true],
      ]),
    );
    crowd.close();
  });
});
