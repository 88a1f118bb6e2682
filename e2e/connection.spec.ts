/** A connection that is cut in the middle of a round comes back by itself, and no vote is lost or doubled. */
import type { WebSocketRoute } from '@playwright/test';
import { noVotes } from '../amplify/show';
import { expect, test } from './test';

test.describe('without a network', () => {
  test.use({ provokes: /net::ERR_INTERNET_DISCONNECTED/ });

  test('votes wait for the network, and count once when it is back', async ({ openScreen }) => {
    const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
    const roundId = await ann.nextRound();
    await ann.vote('love');
    await expect(bob.count('love')).toHaveText('1');

    await ann.page.context().setOffline(true);
    await expect(ann.connection).toContainText('Offline');
    await ann.vote('love', 2);
    await ann.vote('hate');
    await expect(ann.count('love')).toHaveText('3');
    await ann.page.context().setOffline(false);

    const [onAnns, onBobs] = await Promise.all([ann.endOf(roundId), bob.endOf(roundId)]);
    expect(onAnns.counts).toEqual({ ...noVotes, love: 3, hate: 1 });
    expect(onBobs.counts).toEqual({ ...noVotes, love: 3, hate: 1 });
    await ann.isLive();
    expect((await ann.seenRounds()).length, 'still the same document').toBeGreaterThan(1);
  });

  test('the round ends all the same: nobody can vote any more, and the screen says why', async ({ openScreen }) => {
    const ann = await openScreen();
    const roundId = await ann.nextRound();
    await ann.vote('love');
    await ann.page.context().setOffline(true);
    await expect(ann.tally).toHaveText('Round over. The next film is on its way.', { timeout: 20_000 });
    await expect(ann.voteButton('love')).toBeDisabled();
    await ann.page.keyboard.press('1');
    await expect(ann.count('love')).toHaveText('1');
    await ann.page.context().setOffline(false);

    await ann.endOf(roundId);
    await ann.isLive();
    await ann.nextRound();
    await ann.vote('love');
    await expect(ann.count('love')).toHaveText('1');
  });
});

test('a socket that is cut is opened again, without a reload and without losing a round', async ({
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
  const roundId = await ann.nextRound();
  await ann.vote('like');
  await sockets.at(-1)?.close({ code: 3001 });
  await expect(ann.connection).toContainText('Reconnecting');
  await ann.vote('like', 2);
  expect((await bob.endOf(roundId)).counts).toEqual({ ...noVotes, like: 3 });

  await ann.isLive();
  expect(sockets.length).toBeGreaterThan(1);
  await expect(ann.stage).toHaveAttribute('data-round-id', await bob.nextRound());
  await bob.vote('meh');
  await expect(ann.count('meh')).toHaveText('1');
  await ann.say('Here again');
  await expect(bob.messages).toHaveText([/Here again/]);

  const rounds = (await ann.seenRounds()).map((round) => Number(round.roundId));
  const others = (await bob.seenRounds()).map((round) => Number(round.roundId));
  expect(rounds).toEqual(others.slice(-rounds.length));
});
