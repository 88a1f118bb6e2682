import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callTimeoutMs } from './with-timeout';
import { BackendError } from './backend-error';
import { maxAttempts, maxHeld, Outbox, type Outgoing } from './outbox';
import { schedule } from './schedule';

const intervalMs = 1000;
const responseMs = 100;
const unanswered = 'without a response';
const slowDown = new BackendError('SlowDown', 'One message a second.');

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const sent: { text: string; at: number }[] = [];
  const returned: { texts: string[]; error: unknown }[] = [];
  /** The errors of the next calls. */
  const failures: Error[] = [];
  const interval = { ms: intervalMs };
  const outbox = new Outbox({
    send: async ({ text }) => {
      sent.push({ text, at: Date.now() });
      if (text === unanswered) await new Promise(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, responseMs));
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    },
    intervalMs: () => interval.ms,
    elapsed: Date.now,
    schedule,
    onReturned: (messages, error) => returned.push({ texts: messages.map(({ text }) => text), error }),
  });
  const submit = (text: string): boolean => outbox.submit({ nickname: 'Ann', text } satisfies Outgoing);
  return { outbox, sent, returned, failures, submit, interval };
}

describe('the outbox', () => {
  it('sends the first message at once', () => {
    const { sent, submit, outbox } = open();
    submit('a');
    expect(sent).toEqual([{ text: 'a', at: 0 }]);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
  });

  it('waits for a second after the response', async () => {
    const { submit, outbox } = open();
    submit('a');
    await vi.advanceTimersByTimeAsync(responseMs);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: responseMs + intervalMs });
    await vi.advanceTimersByTimeAsync(intervalMs);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
  });

  it('sends queued messages in order after each wait', async () => {
    const { submit, sent, outbox } = open();
    submit('a');
    submit('b');
    await vi.advanceTimersByTimeAsync(500);
    submit('c');
    expect(outbox.getState().held).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([
      { text: 'a', at: 0 },
      { text: 'b', at: responseMs + intervalMs },
      { text: 'c', at: 2 * (responseMs + intervalMs) },
    ]);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
  });

  it('refuses messages if the queue is full', () => {
    const { submit } = open();
    const taken = Array.from({ length: maxHeld + 2 }, (_, index) => submit(String(index)));
    expect(taken).toEqual([true, ...Array.from({ length: maxHeld }, () => true), false]);
  });

  it.each([
    ['as too soon', slowDown],
    ['because its room is gone', new BackendError('NoSuchRoom', 'Room 11 does not exist.')],
  ])('retries a message that the server refuses %s', async (_, refusal) => {
    const { submit, sent, returned, failures, outbox } = open();
    failures.push(refusal, refusal);
    submit('a');
    await vi.advanceTimersByTimeAsync(responseMs);
    expect(outbox.getState()).toEqual({ held: 1, waitsUntil: responseMs + intervalMs });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(({ text }) => text)).toEqual(['a', 'a', 'a']);
    expect(returned).toEqual([]);
    expect(outbox.getState().held).toBe(0);
  });

  it('returns all messages after the maximum number of attempts', async () => {
    const { submit, sent, returned, failures } = open();
    failures.push(...Array.from({ length: 10 }, () => slowDown));
    submit('a');
    submit('b');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ text }) => text)).toEqual(Array.from({ length: maxAttempts }, () => 'a'));
    expect(returned).toEqual([{ texts: ['a', 'b'], error: slowDown }]);
  });

  it('returns a failed message and the queued ones, and sends the next at once', async () => {
    const { submit, sent, returned, failures, outbox } = open();
    const error = new Error('down');
    failures.push(error);
    submit('a');
    submit('b');
    await vi.advanceTimersByTimeAsync(responseMs);
    expect(returned).toEqual([{ texts: ['a', 'b'], error }]);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
    submit('c');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(({ text }) => text)).toEqual(['a', 'c']);
  });

  it('returns a message after a timeout and sends the next', async () => {
    const { submit, sent, returned } = open();
    submit(unanswered);
    submit('b');
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    expect(returned).toMatchObject([
      { texts: [unanswered, 'b'], error: { message: 'No response within 10 seconds.' } },
    ]);
    submit('c');
    expect(sent.at(-1)?.text).toBe('c');
  });

  it('notifies listeners of changes until they unsubscribe', async () => {
    const { submit, outbox } = open();
    const listener = vi.fn();
    const stop = outbox.subscribe(listener);
    submit('a');
    await vi.advanceTimersByTimeAsync(responseMs);
    expect(listener.mock.calls.length).toBeGreaterThanOrEqual(2);
    stop();
    listener.mockClear();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('with an interval that a host has made longer', () => {
  it('queues nothing, and returns what is too soon at once', async () => {
    const { interval, submit, failures, returned } = open();
    interval.ms = 30_000;
    expect([submit('a'), submit('b')]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(responseMs);
    expect(submit('c')).toBe(false);
    await vi.advanceTimersByTimeAsync(30_000);
    failures.push(slowDown);
    expect(submit('d')).toBe(true);
    await vi.advanceTimersByTimeAsync(responseMs);
    expect(returned).toEqual([{ texts: ['d'], error: slowDown }]);
  });

  it('waits less long once the interval is shorter', async () => {
    const { interval, submit, outbox } = open();
    interval.ms = 30_000;
    submit('a');
    await vi.advanceTimersByTimeAsync(responseMs + 2000);
    interval.ms = intervalMs;
    outbox.intervalChanged();
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.getState().waitsUntil).toBeNull();
  });
});
