import { exitCodes } from './exit-codes';
import { UsageError } from './usage-error';

/**
 * Returns the options of a command. Prints the help or the usage error and ends the process otherwise.
 *
 * @param readOptions - returns null if the arguments ask for help
 */
export function optionsOrExit<T>(readOptions: (args: string[]) => T | null, usage: string): T {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options) return options;
    console.log(usage);
    process.exit(exitCodes.ok);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n--help shows all options.`);
    process.exit(exitCodes.wrongUsage);
  }
}
