/** Simulates what one voter's page sends in one round, with the app's own `VoteBatcher` on a simulated clock. */
import type { Counts } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import { memoryStore } from '../../live/device-store';
import { closesAtMs } from '../../live/phase';
import { VoteBatcher, type SendingPace } from '../../live/vote-batcher';
import type { Tap } from './habits';
import type { Random } from '../statistics/random';

export interface Call {
  /** Milliseconds from the start of the round. The last calls come after the close of voting. */
  at: number;
  /** The waiting time of each vote in the call, in milliseconds. */
  waits: number[];
}

interface Plan {
  at: number;
  run: () => void;
}

/** Resolves after the callbacks of settled promises have run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * @param taps - in order of time
 * @param answerMs - from a call to its answer
 */
export async function callsOfRound(
  taps: Tap[],
  roundMs: number,
  answerMs: number,
  pace: SendingPace,
  random: Random,
): Promise<Call[]> {
  const calls: Call[] = [];
  const plans: Plan[] = [];
  const waiting: number[] = [];
  let now = 0;
  let sent = 0;
  let answers = 0;

  const schedule = (delayMs: number, run: () => void) => {
    const plan = { at: now + delayMs, run };
    plans.push(plan);
    return () => {
      if (plans.includes(plan)) plans.splice(plans.indexOf(plan), 1);
    };
  };
  const send = (votes: Counts) => {
    const added = totalOf(votes) - sent;
    sent += added;
    calls.push({ at: now, waits: waiting.splice(0, added).map((tappedAt) => now - tappedAt) });
    return new Promise<Counts>((resolve) => {
      schedule(answerMs, () => {
        answers += 1;
        resolve(votes);
      });
    });
  };
  const batcher = new VoteBatcher({
    roundId: '0',
    closesAtMs: closesAtMs({ startsAt: 0, endsAt: roundMs / 1000 }),
    endsAtMs: roundMs,
    storage: memoryStore(),
    send,
    now: () => now,
    pace: () => pace,
    random,
    schedule,
    onAccepted: () => undefined,
    onDelayed: () => undefined,
    onRefused: () => undefined,
  });

  for (const { at, category } of taps) {
    schedule(at, () => {
      waiting.push(at);
      if (!batcher.vote(category)) waiting.pop();
    });
  }
  while (plans.length > 0) {
    const next = plans.reduce((first, plan) => (plan.at < first.at ? plan : first));
    plans.splice(plans.indexOf(next), 1);
    now = next.at;
    const answersBefore = answers;
    next.run();
    if (answers > answersBefore) await settled();
  }
  batcher.close();
  return calls;
}
