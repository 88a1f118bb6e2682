/** A child process for a part of a bench, with its own event loop. It answers questions by IPC. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const giveUpMs = 120_000;

export class Child<Question, Answer> {
  readonly process: ChildProcess;

  /**
   * @param entry - the path of a module that calls `answer`
   * @param nodeOptions - e.g. `--expose-gc`
   */
  constructor(entry: string, nodeOptions: string[] = []) {
    this.process = fork(entry, {
      execArgv: ['--import', 'tsx', ...nodeOptions],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  /**
   * Asks one question at a time.
   *
   * @throws if the process fails or gives no answer within two minutes
   */
  async ask(question: Question): Promise<Answer> {
    const waiting = new AbortController();
    const signal = AbortSignal.any([waiting.signal, AbortSignal.timeout(giveUpMs)]);
    const ended = once(this.process, 'exit', { signal }).then(() =>
      Promise.reject(new Error('A process of the bench ended.')),
    );
    const answered = once(this.process, 'message', { signal });
    this.process.send(question as object);
    try {
      const [message] = (await Promise.race([answered, ended])) as [{ answer: Answer } | { error: string }];
      if ('error' in message) throw new Error(message.error);
      return message.answer;
    } finally {
      ended.catch(() => undefined);
      waiting.abort();
    }
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGTERM');
    await once(this.process, 'exit');
  }
}

/** Answers questions in the child process. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- declares the types of both ends together
export function answer<Question, Answer>(answerTo: (question: Question) => Promise<Answer>): void {
  process.on('message', (question: Question) => {
    answerTo(question).then(
      (value) => process.send?.({ answer: value }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  // The parent process has ended.
  process.once('disconnect', () => process.exit(1));
}

/** Milliseconds on a clock that all processes of the machine share. */
export const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;
