/** Matinee's options for the local backend. */
import type { BackendOptions } from 'amplify-local';
import { projectFolder } from '../project-folder';

/**
 * @param roundSeconds the length of a round, which must divide 60; the deployed one by default
 */
export function matineeBackend(
  roundSeconds?: number,
): Pick<BackendOptions, 'projectFolder' | 'context' | 'runSchedulesAtStart'> {
  return {
    projectFolder,
    // The first round starts at once rather than with the next minute.
    runSchedulesAtStart: true,
    ...(roundSeconds === undefined ? {} : { context: { roundSeconds } }),
  };
}
