/** The messages between an execution environment and its worker thread. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The function that the worker runs. */
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
  /** A call of a `console` function. */
  | { type: 'log'; level: LogLevel; text: string };
