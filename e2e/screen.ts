/** One person's screen, in that person's words. */
import { expect, type Locator, type Page } from '@playwright/test';
import { limits } from '../amplify/limits';
import type { Category } from '../amplify/show';
import { recordShow, type SeenRound } from './record-show';

/** A round, and time for a busy machine. */
const roundTimeoutMs = (limits.roundSeconds + 10) * 1000;

const buttons: Record<Category, string> = { love: 'Love', like: 'Like', meh: 'Meh', unknown: 'Unknown', hate: 'Hate' };

export class Screen {
  readonly stage: Locator;
  readonly title: Locator;
  /** Whether this screen is live, and what happens where it is not. */
  readonly connection: Locator;
  /** The line below the votes: how many there are, or why nobody can vote. */
  readonly tally: Locator;
  /** Where the talk scrolls. */
  readonly conversation: Locator;
  readonly messages: Locator;
  readonly nickname: Locator;
  readonly message: Locator;
  /** What the chat has to say to its writer. */
  readonly chatHint: Locator;
  readonly #send: Locator;

  constructor(readonly page: Page) {
    this.stage = page.getByRole('region', { name: 'On the screen' });
    this.title = this.stage.getByRole('heading', { level: 1 });
    this.connection = page.getByRole('banner').getByRole('status');
    this.tally = this.stage.locator('#vote > p');
    this.conversation = page.getByRole('log');
    this.messages = this.conversation.getByRole('listitem');
    this.nickname = page.getByRole('textbox', { name: 'Nickname' });
    this.message = page.getByRole('textbox', { name: 'Message' });
    this.chatHint = page.getByRole('region', { name: 'In the foyer' }).getByRole('status');
    this.#send = page.getByRole('button', { name: 'Send' });
  }

  /** Opens the page and waits until it is live. @param url of another app than the shared one */
  async open(url = '/'): Promise<void> {
    await this.visit(url);
    await this.isLive();
  }

  /** Opens the page, whatever comes. */
  async visit(url: string): Promise<void> {
    await recordShow(this.page);
    await this.page.goto(url);
  }

  async isLive(): Promise<void> {
    await expect(this.connection).toHaveText('Live', { timeout: 20_000 });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.isLive();
  }

  async roundId(): Promise<string> {
    await expect(this.stage).toHaveAttribute('data-round-id', /^\d+$/);
    return (await this.stage.getAttribute('data-round-id')) ?? '';
  }

  /** Waits for the film to change; what was voted before is gone then. Returns the new round's id. */
  async nextRound(): Promise<string> {
    await this.#roundAfter(await this.roundId());
    return this.roundId();
  }

  /** Looks at every frame, for the round is short. */
  async #roundAfter(roundId: string): Promise<void> {
    await this.page.waitForFunction((last) => Number(window.seenRounds.at(-1)?.roundId) > last, Number(roundId), {
      timeout: roundTimeoutMs,
    });
  }

  voteButton(category: Category): Locator {
    return this.stage.getByRole('button', { name: buttons[category], exact: true });
  }

  async vote(category: Category, times = 1): Promise<void> {
    for (let cast = 0; cast < times; cast += 1) await this.voteButton(category).click();
  }

  count(category: Category): Locator {
    return this.page.getByTestId(`count-${category}`);
  }

  record(category: Category): Locator {
    return this.page.getByTestId(`leader-${category}`);
  }

  /** Icons that rise over the film, one for each vote. */
  get flights(): Locator {
    return this.page.locator('[data-flight]');
  }

  /** What the house thought of the film before. */
  get verdict(): Locator {
    return this.page.locator('[data-verdict]');
  }

  /** What a screen reader hears of the votes. */
  get spokenVotes(): Locator {
    return this.page.getByTestId('spoken-votes');
  }

  /** What a screen reader hears of records that fall. */
  get recordNews(): Locator {
    return this.page.getByTestId('record-news');
  }

  async say(text: string): Promise<void> {
    await this.message.fill(text);
    await this.send();
  }

  async send(): Promise<void> {
    await this.#send.click();
  }

  /** The rounds that were on this screen since the page was loaded, as they looked when they went. */
  async seenRounds(): Promise<SeenRound[]> {
    return this.page.evaluate(() => window.seenRounds);
  }

  /** Waits for a round's end; returns how it looked at last. */
  async endOf(roundId: string): Promise<SeenRound> {
    await this.#roundAfter(roundId);
    const round = (await this.seenRounds()).find((seen) => seen.roundId === roundId);
    if (!round) throw new Error(`Round ${roundId} was never on this screen.`);
    return round;
  }
}
