/** Matinee's options for the local backend. */
import type { BackendOptions } from 'amplify-local';
import { projectFolder } from '../project-folder';

export interface MatineeOptions {
  /** The length of a round, which must divide 60; the deployed one by default. */
  roundSeconds?: number | undefined;
  /** The id of the movie of the catalogue that plays first. */
  firstMovie?: string | undefined;
}

/** Who runs the show of the local backend. */
export const localOperator = 'host@example.com';

/** Returns options of `startBackend`. */
export function matineeBackend({
  roundSeconds,
  firstMovie,
}: MatineeOptions): Pick<
  BackendOptions,
  'projectFolder' | 'context' | 'runSchedulesAtStart' | 'eventAtStart' | 'users'
> {
  return {
    projectFolder,
    users: [{ email: localOperator, groups: ['operators'] }],
    // The first round starts at once rather than with the next minute.
    runSchedulesAtStart: true,
    ...(firstMovie === undefined ? {} : { eventAtStart: { movie: firstMovie } }),
    ...(roundSeconds === undefined ? {} : { context: { roundSeconds } }),
  };
}
