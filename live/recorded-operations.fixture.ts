/** Records the GraphQL documents and variables that a client sends over HTTP and WebSocket. */
import { WebSocket } from 'ws';

export interface RecordedOperation {
  transport: 'http' | 'websocket';
  query: string;
  variables: Record<string, unknown>;
  /** The shape of the response: its fields, with the name of its type instead of each value. */
  shape?: unknown;
}

/** Returns replacements for the globals that Amplify sends with, and the list of operations that they fill. */
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
      const url = input instanceof Request ? input.url : input.toString();
      if (url.endsWith('/graphql') && typeof options?.body === 'string') record('http', options.body);
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

/** Returns the shape of a value. The shape of an array is that of its first element. */
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

/** Returns the top-level field of an operation. */
export function fieldOf({ query }: Pick<RecordedOperation, 'query'>): string {
  return /\{\s*(\w+)/.exec(query)?.[1] ?? '';
}
