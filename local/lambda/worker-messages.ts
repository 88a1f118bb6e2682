/** What an execution environment and its worker thread say to each other. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where the worker finds its function. */
export interface WorkerData {
  codePath: string;
  handler: string;
}

export interface InvokeMessage {
  requestId: string;
  eventJson: string;
  /** Milliseconds since the epoch. */
  deadlineMs: number;
  functionArn: string;
}

export interface ErrorDescription {
  errorType: string;
  errorMessage: string;
  trace: string;
}

export type WorkerMessage =
  /** The handler is loaded. */
  | { type: 'ready' }
  /** The handler could not be loaded. */
  | ({ type: 'initError' } & ErrorDescription)
  | { type: 'result'; requestId: string; resultJson: string }
  | ({ type: 'error'; requestId: string } & ErrorDescription)
  /** A call of `console`. */
  | { type: 'log'; level: LogLevel; text: string };
