/** Tumbling windows: "Implementing stateful DynamoDB stream processing in Lambda" in the Lambda Developer Guide. */
import type { StreamRecord } from '../dynamodb/dynamodb';
import type { OpenWindow } from '../dynamodb/stream-journal';

/** Lambda ends a window early if its state is larger. */
const maxStateBytes = 1024 * 1024;

/** What a function receives. The members besides `Records` exist only if the mapping has a tumbling window. */
export interface StreamEvent {
  Records: StreamRecord[];
  window?: { start: string; end: string };
  state?: Record<string, unknown>;
  shardId?: string;
  eventSourceARN?: string;
  isFinalInvokeForWindow?: boolean;
  isWindowTerminatedEarly?: boolean;
}

/**
 * Returns the window of a record with its first state.
 *
 * @param windowSeconds the length of a window; windows are aligned to the epoch
 */
export function windowOf({ dynamodb }: StreamRecord, windowSeconds: number): OpenWindow {
  const start = Math.floor(dynamodb.ApproximateCreationDateTime / windowSeconds) * windowSeconds;
  return { start, end: start + windowSeconds, state: {} };
}

export function isSameWindow(left: OpenWindow, right: OpenWindow): boolean {
  return left.start === right.start && left.end === right.end;
}

export function isStateTooLarge({ state }: OpenWindow): boolean {
  return Buffer.byteLength(JSON.stringify(state)) > maxStateBytes;
}

/** @param Records the records of the batch; none if the invocation ends the window */
export function createWindowEvent(
  Records: StreamRecord[],
  window: OpenWindow,
  source: { shardId: string; eventSourceARN: string },
): StreamEvent {
  const isEnd = Records.length === 0;
  const isEarly = isEnd && isStateTooLarge(window);
  return {
    Records,
    window: { start: toIsoTime(window.start), end: toIsoTime(window.end) },
    state: window.state,
    ...source,
    isFinalInvokeForWindow: isEnd && !isEarly,
    isWindowTerminatedEarly: isEarly,
  };
}

/**
 * Reads the state from the response of a function.
 *
 * @throws {Error} if the response has none: "Lambda considers this a failed invocation"
 */
export function stateOf(response: unknown): Record<string, unknown> {
  const state = isObject(response) ? response.state : undefined;
  if (!isObject(state)) {
    throw new Error('The response has no state. With a tumbling window, a function must return { state: { … } }.');
  }
  return state;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toIsoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
