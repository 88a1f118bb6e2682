/** The options that errors mention, by the names of `serve`. */
export type OptionName = 'appPort' | 'backendPort' | 'host' | 'fresh';

/** An error that another value of an option solves. A command line describes it with its own names of options. */
export class OptionError extends Error {
  override readonly name = 'OptionError';

  /** @param describe returns the message, given how options are called */
  constructor(
    readonly describe: (nameOf: (option: OptionName) => string) => string,
    options?: ErrorOptions,
  ) {
    super(
      describe((option) => `the option ${option}`),
      options,
    );
  }
}
