/** A page that loses its connection during a round recovers automatically, and no vote is lost or counted twice. */
import type { WebSocketRoute } from '@playwright/test';
import { noVotes } from '../amplify/show';
import { withinRound } from './screen';
import { expect, test } from './test';

test.describe('offline', () => {
  test.use({ expectedErrors: /net::ERR_INTERNET_DISCONNECTED/ });

  test('holds votes back, and sends them once the network is back', async ({ openScreen }) => {
    const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
    const network = ann.page.context();
    // By the screen that stays online: the other one learns of no round.
    const roundId = await withinRound([bob, ann], async () => {
      await ann.vote('love');
      await expect(bob.count('love')).toHaveText('1');

      await network.setOffline(true);
      try {
        await expect(ann.connection).toContainText('Offline');
        await ann.vote('love', 2);
        await ann.vote('hate');
        await expect(ann.count('love')).toHaveText('3');
      } finally {
        await network.setOffline(false);
      }
      await expect(bob.count('hate')).toHaveText('1');
    });

    const [onAnns, onBobs] = await Promise.all([ann.endOf(roundId), bob.endOf(roundId)]);
    expect(onAnns.counts).toEqual({ ...noVotes, love: 3, hate: 1 });
    expect(onBobs.counts).toEqual({ ...noVotes, love: 3, hate: 1 });
    await ann.isLive();
    expect((await ann.observedRounds()).length, 'the page was not reloaded').toBeGreaterThan(1);
  });

  test('closes voting when the round ends, and says why', async ({ openScreen }) => {
    const ann = await openScreen();
    const roundId = await withinRound([ann], async () => {
      await ann.vote('love');
      await ann.page.context().setOffline(true);
    });
    await expect(ann.tally).toHaveText('Voting is closed until you are back online.', { timeout: 20_000 });
    await expect(ann.voteButton('love')).toBeDisabled();
    await ann.page.keyboard.press('1');
    await expect(ann.count('love')).toHaveText('1');
    await ann.page.context().setOffline(false);

    await ann.endOf(roundId);
    await ann.isLive();
    await withinRound([ann], async () => {
      await ann.vote('love');
      await expect(ann.count('love')).toHaveText('1');
    });
  });
});

test('reopens a WebSocket that was closed, without a reload and without missing a round', async ({
  newScreen,
  openScreen,
}) => {
  const [ann, bob] = [await newScreen(), await openScreen()];
  const sockets: WebSocketRoute[] = [];
  await ann.page.routeWebSocket(/\/graphql\/realtime/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await ann.open();
  await ann.nickname.fill('Ann');
  await withinRound([bob, ann], async () => {
    await ann.isLive();
    await ann.vote('like');
    await sockets.at(-1)?.close({ code: 3001 });
    await expect(ann.connection).toContainText('Reconnecting');
    await ann.vote('like', 2);
    await expect(bob.count('like')).toHaveText('3');
  });

  await ann.isLive();
  expect(sockets.length).toBeGreaterThan(1);
  await withinRound([bob, ann], async (roundId) => {
    await expect(ann.nowPlaying).toHaveAttribute('data-round-id', roundId);
    await bob.vote('meh');
    await expect(ann.count('meh')).toHaveText('1');
  });
  await ann.say('Here again');
  await expect(bob.messages).toHaveText([/Here again/]);

  const [onAnns, onBobs] = (await Promise.all([ann.observedRounds(), bob.observedRounds()])).map((rounds) =>
    rounds.map(({ roundId }) => roundId),
  );
  const [firstOfBoth, lastOfBoth] = [
    onAnns?.find((id) => onBobs?.includes(id)),
    onBobs?.findLast((id) => onAnns?.includes(id)),
  ];
  const between = (ids: string[] = []) => ids.slice(ids.indexOf(firstOfBoth ?? ''), ids.indexOf(lastOfBoth ?? '') + 1);
  expect(between(onBobs).length).toBeGreaterThan(1);
  expect(between(onAnns)).toEqual(between(onBobs));
});
