/** A web app that is served together with the local backend. */

export interface WebAppServerOptions {
  /** `dev` with hot reload, `start` as in production. */
  command: 'dev' | 'start';
  host: string;
  port: number;
  /** The `amplify_outputs.json` that the app reads. */
  outputsFile: string;
}

export interface WebAppServer {
  /** Resolves with the exit code when the server has ended. */
  ended: Promise<number | null>;
  close(): Promise<void>;
}

export interface WebApp {
  /**
   * Builds the app for `start`, unless its last build is up to date.
   *
   * @throws if the build fails
   */
  build(): Promise<void>;
  /**
   * Resolves when the app answers.
   *
   * @throws if the server ends before that
   */
  serve(options: WebAppServerOptions): Promise<WebAppServer>;
}
