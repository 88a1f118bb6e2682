import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callTimeoutMs } from './with-timeout';
import { BackendError } from './backend-error';
import { maxAttempts, maxHeld, Outbox, type Outgoing } from './outbox';
import { schedule } from './schedule';

const intervalMs = 1000;
const travelMs = 100;
const unanswered = 'into the void';
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
  /** What the next calls fail with. */
  const failures: Error[] = [];
  const outbox = new Outbox({
    send: async ({ text }) => {
      sent.push({ text, at: Date.now() });
      if (text === unanswered) await new Promise(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, travelMs));
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    },
    intervalMs,
    elapsed: Date.now,
    schedule,
    onReturned: (messages, error) => returned.push({ texts: messages.map(({ text }) => text), error }),
  });
  const say = (text: string): boolean => outbox.submit({ nickname: 'Ann', text } satisfies Outgoing);
  return { outbox, sent, returned, failures, say };
}

describe('an outbox', () => {
  it('sends the first message at once', () => {
    const { sent, say, outbox } = open();
    say('a');
    expect(sent).toEqual([{ text: 'a', at: 0 }]);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
  });

  it('waits a second from the answer on, and is then at rest', async () => {
    const { say, outbox } = open();
    say('a');
    await vi.advanceTimersByTimeAsync(travelMs);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: travelMs + intervalMs });
    await vi.advanceTimersByTimeAsync(intervalMs);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
  });

  it('sends what is submitted meanwhile when the wait is over, once, in order', async () => {
    const { say, sent, outbox } = open();
    say('a');
    say('b');
    await vi.advanceTimersByTimeAsync(500);
    say('c');
    expect(outbox.getState().held).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([
      { text: 'a', at: 0 },
      { text: 'b', at: travelMs + intervalMs },
      { text: 'c', at: 2 * (travelMs + intervalMs) },
    ]);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
  });

  it('takes no more than it may hold', () => {
    const { say } = open();
    const taken = Array.from({ length: maxHeld + 2 }, (_, index) => say(String(index)));
    expect(taken).toEqual([true, ...Array.from({ length: maxHeld }, () => true), false]);
  });

  it('tries again by itself where the server says that it was too soon', async () => {
    const { say, sent, returned, failures, outbox } = open();
    failures.push(slowDown, slowDown);
    say('a');
    await vi.advanceTimersByTimeAsync(travelMs);
    expect(outbox.getState()).toEqual({ held: 1, waitsUntil: travelMs + intervalMs });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(({ text }) => text)).toEqual(['a', 'a', 'a']);
    expect(returned).toEqual([]);
    expect(outbox.getState().held).toBe(0);
  });

  it('does so a number of times, and gives all back then', async () => {
    const { say, sent, returned, failures } = open();
    failures.push(...Array.from({ length: 10 }, () => slowDown));
    say('a');
    say('b');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ text }) => text)).toEqual(Array.from({ length: maxAttempts }, () => 'a'));
    expect(returned).toEqual([{ texts: ['a', 'b'], error: slowDown }]);
  });

  it('gives back what fails otherwise, and what was held behind it, and sends the next at once', async () => {
    const { say, sent, returned, failures, outbox } = open();
    const error = new Error('down');
    failures.push(error);
    say('a');
    say('b');
    await vi.advanceTimersByTimeAsync(travelMs);
    expect(returned).toEqual([{ texts: ['a', 'b'], error }]);
    expect(outbox.getState()).toEqual({ held: 0, waitsUntil: null });
    say('c');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(({ text }) => text)).toEqual(['a', 'c']);
  });

  it('gives back what is never answered, and sends the next', async () => {
    const { say, sent, returned } = open();
    say(unanswered);
    say('b');
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    expect(returned).toMatchObject([{ texts: [unanswered, 'b'], error: { message: 'No answer within 10 seconds.' } }]);
    say('c');
    expect(sent.at(-1)?.text).toBe('c');
  });

  it('tells its listeners of every change, until they leave', async () => {
    const { say, outbox } = open();
    const listener = vi.fn();
    const stop = outbox.subscribe(listener);
    say('a');
    await vi.advanceTimersByTimeAsync(travelMs);
    expect(listener.mock.calls.length).toBeGreaterThanOrEqual(2);
    stop();
    listener.mockClear();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(listener).not.toHaveBeenCalled();
  });
});
