/** Invokes functions on schedule, as EventBridge Scheduler does. */
import type { Logger } from 'pino';
import type { Schedule } from '../cloudformation/deployment';
import { functionNameOf } from '../lambda/function-name';
import { log as defaultLog } from '../log';
import { parseScheduleExpression, type ScheduleExpression } from './schedule-expression';

/** `setTimeout` takes at most 24.8 days: longer waits consist of several timers. */
const maxDelayMs = 24 * 60 * 60 * 1000;

export interface SchedulerOptions {
  schedules: Schedule[];
  /** Whether every schedule also runs when the scheduler starts, which EventBridge Scheduler does not do. */
  runAtStart?: boolean;
  /** What the targets of those runs receive; `{}` by default, as the targets of all other runs. */
  eventAtStart?: unknown;
  /** Invokes the target. May take longer than the time until the schedule's next run. */
  invoke(targetArn: string, event: unknown): Promise<unknown>;
  /** Milliseconds since the epoch. */
  now?: () => number;
  log?: Pick<Logger, 'debug' | 'error'>;
}

interface Task {
  schedule: Schedule;
  expression: ScheduleExpression;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #tasks: Task[];
  readonly #timers = new Map<Task, NodeJS.Timeout>();
  readonly #now: () => number;
  readonly #log: Pick<Logger, 'debug' | 'error'>;
  #isClosed = false;

  /** @throws if a schedule's expression is not supported */
  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#log = options.log ?? defaultLog;
    this.#tasks = options.schedules.map((schedule) => ({
      schedule,
      expression: parseScheduleExpression(schedule.expression, schedule.timezone),
    }));
  }

  start(): void {
    const startedAt = this.#now();
    for (const task of this.#tasks) {
      if (this.#options.runAtStart) this.#run(task.schedule, this.#options.eventAtStart);
      this.#wait(task, startedAt, startedAt);
    }
  }

  /** Stops invoking. Failures of invocations that are still running are not logged. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Runs the task at its first due time after `time`, and so on. */
  #wait(task: Task, time: number, since: number): void {
    const due = task.expression.nextAfter(time, since);
    if (due === undefined) return void this.#timers.delete(task);

    const startTimer = () => void this.#timers.set(task, setTimeout(onTimer, Math.min(due - this.#now(), maxDelayMs)));
    const onTimer = () => {
      // Timers may fire a little early, and a long wait has several.
      if (this.#now() < due) {
        startTimer();
        return;
      }
      this.#run(task.schedule);
      // Runs that were missed while the machine slept are skipped.
      this.#wait(task, Math.max(due, this.#now()), since);
    };
    startTimer();
  }

  #run({ targetArn }: Schedule, event: unknown = {}): void {
    const fields = { function: functionNameOf(targetArn) };
    this.#options.invoke(targetArn, event).then(
      () => this.#log.debug(fields, 'A scheduled run ended'),
      (error: unknown) => {
        if (!this.#isClosed) this.#log.error({ ...fields, err: error }, 'A scheduled run failed');
      },
    );
  }
}
