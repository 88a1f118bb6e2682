/** Other viewers, each with its own client, who vote and chat at a steady rate. */
import { setTimeout as sleep } from 'node:timers/promises';
import { categories, type Category } from '../../../amplify/show';
import { Audience } from '../../audience/audience';
import { createViewerPageFactory } from '../../audience/viewer-pages';
import type { Outputs } from '../../../live/backend';
import { waitUntil } from '../../wait-until';

const viewers = 25;
const enterEveryMs = 25;
const liveWithinMs = 60_000;
/** Short enough for votes to arrive one at a time. */
const turnMs = 20;

export interface Pace {
  votesPerSecond: number;
  messagesPerMinute: number;
}

export class Others {
  #isOver = false;
  #messages = 0;
  /** The number of failed messages. */
  #failedMessages = 0;
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
    others.#working = others.#voteAndChat(pace);
    return others;
  }

  /** Votes and messages since the start. */
  get report(): string {
    const { votesCast: cast, failures } = this.audience;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const failed = JSON.stringify({ ...failures, messages: this.#failedMessages });
    return `${(cast / seconds).toFixed(1)} votes a second, ${this.#messages} messages; failed: ${failed}`;
  }

  async leave(): Promise<void> {
    this.#isOver = true;
    await this.#working;
    this.audience.close();
  }

  async #voteAndChat({ votesPerSecond, messagesPerMinute }: Pace): Promise<void> {
    let voted = 0;
    while (!this.#isOver) {
      await sleep(turnMs);
      const seconds = (performance.now() - this.#startedAt) / 1000;
      for (; voted < seconds * votesPerSecond; voted++) {
        const viewer = this.audience.viewers[voted % viewers];
        const category = categories[Math.floor(Math.random() * categories.length)] as Category;
        if (viewer) this.audience.vote(viewer, category);
      }
      if (this.#messages < (seconds / 60) * messagesPerMinute) this.#sendMessage();
    }
  }

  #sendMessage(): void {
    const number = this.#messages++;
    const text = `Message ${number} from another viewer${', and on it goes'.repeat(number % 5)}.`;
    this.audience.viewers[number % viewers]
      ?.sendMessage(`Viewer ${number % viewers}`, text)
      .catch(() => (this.#failedMessages += 1));
  }
}
