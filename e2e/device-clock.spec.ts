/** A device whose clock is an hour off follows the show: Amplify corrects its signatures by the `Date` of AppSync's answers. */
import type { Screen } from './screen';
import { expect, test } from './test';

const hourMs = 3_600_000;

/** Shifts the clock of the page. The monotonic clock stays right, as on a real device. */
async function setClockOff({ page }: Screen, offMs: number): Promise<void> {
  await page.addInitScript((ms) => {
    globalThis.Date = new Proxy(Date, {
      construct: (target, args: unknown[]) =>
        Reflect.construct(target, args.length === 0 ? [target.now() + ms] : args) as object,
      get: (target, name) => (name === 'now' ? () => target.now() + ms : (Reflect.get(target, name) as unknown)),
    });
  }, offMs);
}

// AppSync refuses the first signature of each call. Its WebSocket has no header by which Amplify could correct the clock.
test.use({ expectedErrors: /status of 403|WebSocket/ });

test('a device whose clock is an hour off shows the movie, counts votes, and says what to do for live updates', async ({
  newScreen,
  openScreen,
}) => {
  const [early, late, bob] = [await newScreen(), await newScreen(), await openScreen()];
  await setClockOff(early, hourMs);
  await setClockOff(late, -hourMs);
  for (const screen of [early, late]) {
    await screen.visit('/');
    await expect(screen.connection).toContainText('set your clock', { timeout: 20_000 });
  }
  const votes = [
    [early, 'love'],
    [late, 'hate'],
  ] as const;
  // A round may end between a vote and its arrival.
  const countVotes = votes.map(([screen, category]) =>
    expect(async () => {
      await screen.vote(category);
      await expect(bob.count(category)).not.toHaveText('0');
    }).toPass({ timeout: 60_000 }),
  );
  await Promise.all(countVotes);
});
