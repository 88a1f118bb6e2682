/** The page of one viewer: its parts and the viewer's actions. */
import { expect, type Locator, type Page } from '@playwright/test';
import { limits } from '../amplify/limits';
import type { Category } from '../amplify/show';
import { observeRounds, type ObservedRound } from './observe-rounds';

/** The length of a round, and a margin for a busy machine. */
const roundTimeoutMs = (limits.roundSeconds + 20) * 1000;

/** How many rounds a slow machine gets for steps that must run within one. */
const maxRounds = 4;

const buttons: Record<Category, string> = {
  love: 'Love',
  like: 'Like',
  meh: 'Meh',
  unknown: 'Haven’t seen it',
  hate: 'Hate',
};

export class Screen {
  readonly nowPlaying: Locator;
  readonly title: Locator;
  /** The state of the connection. */
  readonly connection: Locator;
  /** The line below the votes: how many there are, or why voting is closed. */
  readonly tally: Locator;
  /** The scrolling list of messages. */
  readonly conversation: Locator;
  readonly messages: Locator;
  /** The field for the nickname, while there is none or it is changed. */
  readonly nickname: Locator;
  /** The nickname, and the button to change it. */
  readonly nicknameChip: Locator;
  readonly message: Locator;
  /** The status line below the composer. */
  readonly chatHint: Locator;
  readonly #send: Locator;

  constructor(readonly page: Page) {
    this.nowPlaying = page.getByRole('region', { name: 'On the screen' });
    this.title = this.nowPlaying.getByRole('heading', { level: 1 });
    this.connection = page.getByRole('banner').getByRole('status');
    this.tally = this.nowPlaying.locator('#vote > p');
    this.conversation = page.getByRole('log');
    this.messages = this.conversation.getByRole('listitem');
    this.nickname = page.getByRole('textbox', { name: 'Nickname' });
    this.nicknameChip = page.getByRole('button', { name: 'Change your nickname' });
    this.message = page.getByRole('textbox', { name: 'Message' });
    this.chatHint = page.getByRole('region', { name: 'Chat' }).getByRole('status');
    this.#send = page.getByRole('button', { name: 'Send' });
  }

  /** Opens the page and waits until it is live. @param url defaults to the shared app */
  async open(url = '/'): Promise<void> {
    await this.visit(url);
    await this.isLive();
  }

  /** Opens the page without waiting for the backend. */
  async visit(url: string): Promise<void> {
    await observeRounds(this.page);
    await this.page.goto(url);
  }

  async isLive(): Promise<void> {
    await expect(this.connection).toHaveText('Live votes', { timeout: 20_000 });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.isLive();
  }

  async roundId(): Promise<string> {
    await expect(this.nowPlaying).toHaveAttribute('data-round-id', /^\d+$/);
    return (await this.nowPlaying.getAttribute('data-round-id')) ?? '';
  }

  /** Whether the page shows this round and accepts votes. */
  async isOpen(roundId: string): Promise<boolean> {
    const phase = await this.nowPlaying.getAttribute('data-phase');
    return phase === 'open' && (await this.nowPlaying.getAttribute('data-round-id')) === roundId;
  }

  /** Waits for the next round, whose counters start at zero. Returns its id. */
  async nextRound(): Promise<string> {
    await this.roundAfter(await this.roundId());
    return this.roundId();
  }

  /** Waits until the page shows a later round. By a timer: a large display draws few frames without a GPU. */
  async roundAfter(roundId: string): Promise<void> {
    await this.page.waitForFunction((last) => Number(window.observedRounds.at(-1)?.roundId) > last, Number(roundId), {
      timeout: roundTimeoutMs,
      polling: 50,
    });
  }

  voteButton(category: Category): Locator {
    return this.nowPlaying.getByRole('button', { name: buttons[category], exact: true });
  }

  /** Clicks a vote button. @param times number of votes, one click each */
  async vote(category: Category, times = 1): Promise<void> {
    await press(this.voteButton(category), times);
  }

  /** Presses a vote button and holds it down. An earlier hold, of steps that are repeated, ends. */
  async hold(category: Category): Promise<void> {
    await this.release();
    await expect(this.voteButton(category)).toBeEnabled();
    await this.voteButton(category).hover({ force: true });
    await this.page.mouse.down();
  }

  async release(): Promise<void> {
    await this.page.mouse.up();
  }

  count(category: Category): Locator {
    return this.page.getByTestId(`count-${category}`);
  }

  record(category: Category): Locator {
    return this.page.getByTestId(`leader-${category}`);
  }

  /** How many people a category's record counts; 0 if there is none. */
  async recordPeople(category: Category): Promise<number> {
    const text = (await this.record(category).textContent()) ?? '';
    const [people = '0'] = /\d+(?= (person|people))/.exec(text) ?? [];
    return Number(people);
  }

  /** Icons that rise over the movie, one for each vote. */
  get flights(): Locator {
    return this.page.locator('[data-flight]');
  }

  /** The result of the round, shown after the close of voting. */
  get result(): Locator {
    return this.page.locator('[data-result]');
  }

  /** The live region that tells a screen reader about votes. */
  get spokenVotes(): Locator {
    return this.page.getByTestId('spoken-votes');
  }

  /** The live region that tells a screen reader about new records. */
  get recordNews(): Locator {
    return this.page.getByTestId('record-news');
  }

  async say(text: string): Promise<void> {
    await this.message.fill(text);
    await this.send();
  }

  async send(): Promise<void> {
    await press(this.#send);
  }

  /** The rounds that the page has shown since it was loaded. */
  async observedRounds(): Promise<ObservedRound[]> {
    return this.page.evaluate(() => window.observedRounds);
  }

  /** Waits for the end of a round. Returns the last state that the page showed. */
  async endOf(roundId: string): Promise<ObservedRound> {
    await this.roundAfter(roundId);
    const round = (await this.observedRounds()).find((observed) => observed.roundId === roundId);
    if (!round) throw new Error(`The page did not show round ${roundId}.`);
    return round;
  }
}

/** Clicks an enabled button without waiting until it is still for two frames: a busy machine draws few of them. */
async function press(button: Locator, times = 1): Promise<void> {
  await expect(button).toBeEnabled();
  await button.click({ clickCount: times, force: true });
}

/**
 * Runs steps that must run while a round accepts votes, from its start. If voting closes before a slow machine has finished
 * them, they run again in the next round; every round starts without votes.
 *
 * @returns the id of the round in which the steps passed
 * @throws the error of the steps if voting was still open, or in the last of four rounds
 */
export async function withinRound(
  screens: [Screen, ...Screen[]],
  steps: (roundId: string) => Promise<void>,
): Promise<string> {
  const [first] = screens;
  for (let round = 1; ; round += 1) {
    const roundId = await nextRoundOn(screens);
    try {
      await steps(roundId);
      expect(await first.roundId(), 'the round of the steps').toBe(roundId);
      return roundId;
    } catch (error) {
      if (round === maxRounds || (await first.isOpen(roundId))) throw error;
    }
  }
}

/** Waits until all screens show a round that none of them shows yet, even if they were in different ones. Returns its id. */
async function nextRoundOn(screens: [Screen, ...Screen[]]): Promise<string> {
  const shown = await Promise.all(screens.map((screen) => screen.roundId()));
  const latest = String(Math.max(...shown.map(Number)));
  await Promise.all(screens.map((screen) => screen.roundAfter(latest)));
  return screens[0].roundId();
}
