/** What the tests of an engine use: a browser that Playwright cannot drive, through the protocols of its own driver. */

/** Input of https://www.w3.org/TR/webdriver2/#actions, which BiDi takes too. */
export type InputSource =
  | { type: 'key'; id: string; actions: { type: 'keyDown' | 'keyUp'; value: string }[] }
  | { type: 'pointer'; id: string; actions: PointerAction[] };

export type PointerAction =
  { type: 'pointerMove'; x: number; y: number } | { type: 'pointerDown' | 'pointerUp'; button: number };

/** A page in a browser that has stored nothing. */
export interface EnginePage {
  /** Errors and warnings of the console, and uncaught exceptions, since the page was opened. */
  problems(): Promise<string[]>;
  navigate(url: string): Promise<void>;
  /**
   * Calls a function in the page.
   *
   * @param declaration its source; it takes and returns a string, or a promise of one
   */
  call(declaration: string, argument: string): Promise<string>;
  perform(input: InputSource): Promise<void>;
  /** Returns a PNG. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** The file to run. */
  file: string;
  /** The port of the HTTP proxy that all requests use, also those to this machine. */
  proxyPort: number;
}

/** A running browser. */
export interface Engine {
  newPage(size: { width: number; height: number }): Promise<EnginePage>;
  close(): Promise<void>;
}
