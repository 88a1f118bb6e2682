/** Invokes functions on schedule, as EventBridge Scheduler does, and each once at the start: the show starts at once. */
import type { Logger } from 'pino';
import type { Schedule } from '../cloudformation/deployment';
import { log as defaultLog } from '../log';
import { parseScheduleExpression, type ScheduleExpression } from './schedule-expression';

/** The longest delay that a timer takes is 24.8 days; a later time is looked at again. */
const maxDelayMs = 24 * 60 * 60 * 1000;

export interface SchedulerOptions {
  schedules: Schedule[];
  /** Runs the target; may take longer than until the schedule's next time. */
  invoke(targetArn: string, event: unknown): Promise<unknown>;
  /** Milliseconds since the epoch. */
  now?: () => number;
  log?: Pick<Logger, 'info' | 'error'>;
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
  readonly #log: Pick<Logger, 'info' | 'error'>;
  #isClosed = false;

  /** @throws {Error} for an expression that is not supported. */
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
      this.#fire(task.schedule);
      this.#wait(task, startedAt, startedAt);
    }
  }

  /** Nothing is invoked any more; how the invocations at work end is nobody's concern. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Waits for the first due time after `time`. */
  #wait(task: Task, time: number, since: number): void {
    const due = task.expression.nextAfter(time, since);
    if (due === undefined) return void this.#timers.delete(task);

    const onTime = () => {
      // A timer may end a little early, and a long wait has several.
      if (this.#now() < due) return sleep();
      this.#fire(task.schedule);
      // A time that passed while the machine slept is not made up for.
      this.#wait(task, Math.max(due, this.#now()), since);
    };
    const sleep = () => void this.#timers.set(task, setTimeout(onTime, Math.min(due - this.#now(), maxDelayMs)));
    sleep();
  }

  #fire({ name, targetArn }: Schedule): void {
    this.#options.invoke(targetArn, {}).then(
      () => this.#log.info({ schedule: name }, 'Schedule ran'),
      (error: Error) => {
        if (!this.#isClosed) this.#log.error({ schedule: name, err: error }, 'The target of the schedule failed');
      },
    );
  }
}
