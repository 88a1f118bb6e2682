/** A connection to a browser by WebDriver BiDi: commands with their answers, and log entries. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { InputSource } from './engine';

/** The commands that are used: https://www.w3.org/TR/webdriver-bidi/#modules */
interface Commands {
  'session.new': [{ capabilities: object }, unknown];
  'session.subscribe': [{ events: string[] }, unknown];
  'browser.createUserContext': [object, { userContext: string }];
  'browser.removeUserContext': [{ userContext: string }, unknown];
  'browser.close': [object, unknown];
  'browsingContext.create': [{ type: 'tab'; userContext: string }, { context: string }];
  'browsingContext.setViewport': [{ context: string; viewport: { width: number; height: number } }, unknown];
  'browsingContext.navigate': [{ context: string; url: string; wait: 'complete' }, unknown];
  'browsingContext.captureScreenshot': [{ context: string }, { data: string }];
  'input.performActions': [{ context: string; actions: InputSource[] }, unknown];
  'script.addPreloadScript': [{ functionDeclaration: string; contexts: string[] }, unknown];
  'script.callFunction': [
    {
      functionDeclaration: string;
      arguments: { type: 'string'; value: string }[];
      awaitPromise: boolean;
      target: { context: string };
    },
    (
      | { type: 'success'; result: { type: 'string'; value: string } }
      | { type: 'exception'; exceptionDetails: { text: string } }
    ),
  ];
}

/** https://www.w3.org/TR/webdriver-bidi/#types-log-logentry */
export interface LogEntry {
  type: string;
  level: 'debug' | 'info' | 'warn' | 'error';
  text: string | null;
  source: { context?: string };
}

type Message =
  | { type: 'success'; id: number; result: unknown }
  | { type: 'error'; id: number | null; error: string; message: string }
  | { type: 'event'; method: string; params: unknown };

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export class BidiConnection {
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(entry: LogEntry) => void>();
  #lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Message));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The browser closed the connection.'));
    });
  }

  static async open(url: string): Promise<BidiConnection> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    return new BidiConnection(socket);
  }

  send<Method extends keyof Commands>(method: Method, params: Commands[Method][0]): Promise<Commands[Method][1]> {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Returns a function that stops listening. */
  onLogEntry(listener: (entry: LogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #receive(message: Message): void {
    if (message.type === 'event') {
      if (message.method === 'log.entryAdded') {
        for (const listener of this.#listeners) listener(message.params as LogEntry);
      }
      return;
    }
    const command = this.#waiting.get(message.id ?? 0);
    this.#waiting.delete(message.id ?? 0);
    if (message.type === 'success') command?.resolve(message.result);
    else command?.reject(new Error(`${message.error}: ${message.message}`));
  }
}
