/** Prints progress to stderr: one line that is rewritten on a terminal, a line every few seconds elsewhere. */
import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { Phase } from './load-run';
import type { Progress } from './thread-messages';

const lineEveryMs = 5000;

export class ProgressLine {
  #writtenAt = -Infinity;
  #stage: Phase | undefined;
  #before: { progress: Progress; at: number } | undefined;

  constructor(
    private readonly viewers: number,
    private readonly stream: WriteStream,
  ) {}

  show(stage: Phase, progress: Progress, now = performance.now()): void {
    if (!this.stream.isTTY && now - this.#writtenAt < lineEveryMs && stage === this.#stage) return;
    this.#writtenAt = now;
    this.#stage = stage;
    const text = this.#text(stage, progress, now);
    if (!this.stream.isTTY) {
      this.stream.write(`${text}\n`);
      return;
    }
    clearLine(this.stream, 0);
    cursorTo(this.stream, 0);
    this.stream.write(text.slice(0, this.stream.columns - 1));
  }

  end(): void {
    if (this.stream.isTTY && this.#stage) this.stream.write('\n');
  }

  #text(stage: Phase, progress: Progress, now: number): string {
    const { progress: earlier, at } = this.#before ?? { progress, at: now };
    const perSecond = (key: keyof Progress) =>
      now > at ? Math.round(((progress[key] - earlier[key]) / (now - at)) * 1000) : 0;
    // Rates are averaged over at least a second.
    if (!this.#before || now - at > 1000) this.#before = { progress, at: now };
    return (
      `${stage}: ${progress.live} of ${this.viewers} viewers live, ${perSecond('votesCast')} votes, ${perSecond('calls')} calls, ` +
      `${perSecond('received')} messages a second, ${progress.errors} errors`
    );
  }
}
