/** Global setup: finds or installs the engines that the tests run in beside Chromium, and says which ones are missing. */
import { permissions, provideBrowser } from '../browser';
import { install, withPermission } from '../browser-installers';
import { engineKinds } from './kinds';

/**
 * Lets the variable of each engine name a file that runs: workers inherit the environment.
 *
 * @returns a function that is called after the tests
 * @throws if an engine is missing on a machine that runs the tests for others
 */
export default async function setup(): Promise<() => void> {
  const problems: string[] = [];
  const mayInstall = await permissions();
  // One after the other: a package manager installs for one process at a time.
  for (const { title, variable, locations, installers, check } of Object.values(engineKinds)) {
    try {
      process.env[variable] = await provideBrowser({
        name: title,
        variable,
        chosen: process.env[variable],
        locations,
        installers: process.platform === 'linux' ? withPermission(installers, mayInstall) : [],
        check,
        install,
        log: console.log,
      });
    } catch (error) {
      if (process.env.CI || !(error instanceof Error)) throw error;
      Reflect.deleteProperty(process.env, variable);
      problems.push(`NOT TESTED in ${title}. ${error.message}`);
    }
  }
  // Skipped tests alone are easily overlooked.
  return () => {
    for (const problem of problems) console.error(`\n${problem}\n`);
  };
}
