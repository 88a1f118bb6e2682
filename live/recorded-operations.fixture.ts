/** Keeps what a client sends: each GraphQL document with its variables, by HTTP or by WebSocket. */
import { WebSocket } from 'ws';

export interface RecordedOperation {
  transport: 'http' | 'websocket';
  query: string;
  variables: Record<string, unknown>;
  /** What the caller got, with the name of its type in the place of each value. */
  shape?: unknown;
}

/** @returns stand-ins for the globals that Amplify sends with, and the list that they fill */
export function recordingGlobals() {
  const operations: RecordedOperation[] = [];
  const record = (transport: RecordedOperation['transport'], text: string) => {
    const { query, variables = {} } = JSON.parse(text) as { query: string; variables?: Record<string, unknown> };
    if (!operations.some((known) => known.query === query)) operations.push({ transport, query, variables });
  };
  const realFetch = globalThis.fetch;
  return {
    operations,
    fetch: (async (input, options) => {
      if (String(input).endsWith('/graphql') && typeof options?.body === 'string') record('http', options.body);
      return realFetch(input, options);
    }) as typeof fetch,
    WebSocket: class extends WebSocket {
      constructor(...options: ConstructorParameters<typeof WebSocket>) {
        super(...options);
        const send = this.send.bind(this) as (data: string) => void;
        this.send = (data: unknown) => {
          const { type, payload } = JSON.parse(String(data)) as { type: string; payload?: { data: string } };
          if (type === 'start' && payload) record('websocket', payload.data);
          send(String(data));
        };
      }
    },
  };
}

/** The same for values that a client cannot tell apart by their types; a list is as its first entry is. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, child]) => [key, shapeOf(child)]),
  );
}

/** The field that an operation asks for. */
export function fieldOf({ query }: Pick<RecordedOperation, 'query'>): string {
  return /\{\s*(\w+)/.exec(query)?.[1] ?? '';
}
