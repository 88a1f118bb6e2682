/** The rest of the house: viewers with clients of their own, who vote and talk at a steady rate. */
import { setTimeout as sleep } from 'node:timers/promises';
import { categories, type Category } from '../../../amplify/show';
import { Audience } from '../../audience/audience';
import { createViewerPageFactory } from '../../audience/viewer-pages';
import type { Outputs } from '../../../live/backend';
import { waitUntil } from '../../wait-until';

const viewers = 25;
const enterEveryMs = 25;
const liveWithinMs = 60_000;
/** Often enough for votes to come one by one. */
const turnMs = 20;

export interface Pace {
  votesPerSecond: number;
  messagesPerMinute: number;
}

export class Others {
  #isOver = false;
  #said = 0;
  /** Messages that were not taken. */
  #unsaid = 0;
  #working: Promise<void> = Promise.resolve();
  readonly #startedAt = performance.now();

  private constructor(private readonly audience: Audience) {}

  static async enter(outputs: Outputs, pace: Pace): Promise<Others> {
    const audience = new Audience(await createViewerPageFactory(), outputs);
    for (let entered = 0; entered < viewers; entered++) {
      audience.addViewers(1);
      await sleep(enterEveryMs);
    }
    const areLive = () => audience.viewers.every((viewer) => viewer.getState().connection === 'live');
    await waitUntil(`${viewers} other viewers are live`, areLive, liveWithinMs).catch((error: unknown) => {
      audience.close();
      throw error;
    });
    const others = new Others(audience);
    others.#working = others.#voteAndTalk(pace);
    return others;
  }

  /** Since they came. */
  get report(): string {
    const { votesCast: cast, failures } = this.audience;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const failed = JSON.stringify({ ...failures, messages: this.#unsaid });
    return `${(cast / seconds).toFixed(1)} votes a second, ${this.#said} messages; failed: ${failed}`;
  }

  async leave(): Promise<void> {
    this.#isOver = true;
    await this.#working;
    this.audience.close();
  }

  async #voteAndTalk({ votesPerSecond, messagesPerMinute }: Pace): Promise<void> {
    let voted = 0;
    while (!this.#isOver) {
      await sleep(turnMs);
      const seconds = (performance.now() - this.#startedAt) / 1000;
      for (; voted < seconds * votesPerSecond; voted++) {
        const viewer = this.audience.viewers[voted % viewers];
        const category = categories[Math.floor(Math.random() * categories.length)] as Category;
        if (viewer) this.audience.vote(viewer, category);
      }
      if (this.#said < (seconds / 60) * messagesPerMinute) this.#say();
    }
  }

  #say(): void {
    const number = this.#said++;
    const text = `Message ${number} from the other side of the room${', and on it goes'.repeat(number % 5)}.`;
    this.audience.viewers[number % viewers]
      ?.sendMessage(`Viewer ${number % viewers}`, text)
      .catch(() => (this.#unsaid += 1));
  }
}
