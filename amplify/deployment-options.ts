/**
 * Options of a deployment, all of them optional. They are environment variables: of the shell for a sandbox, and in the
 * Amplify console under *Hosting → Environment variables* for a branch.
 */
import { z } from 'zod';
import { showHoursSchema, type ShowHours } from './show-hours';

/** Larger audiences were not simulated. */
const maxExpectedViewers = 1_000_000;

/** Reads an empty variable as unset. */
const unlessEmpty = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const environment = z.object({
  /** Receives alarms and budget notifications. None are sent if it is missing. */
  ALARM_EMAIL: unlessEmpty(z.email().optional()),
  /** Budget in US dollars per month. A branch and a sandbox without viewers cost $35, less than 80 % of the default. */
  MONTHLY_BUDGET_USD: unlessEmpty(z.coerce.number().positive().default(50)),
  FIREWALL: unlessEmpty(z.enum(['on', 'off']).optional()),
  /** Hours in which movies play: `always`, `never`, or such as `18-23 Europe/Berlin`. */
  SHOW_HOURS: unlessEmpty(z.string().default('always').pipe(showHoursSchema)),
  /** The largest audience at the same time, for which the tables are prepared. That costs once and is never undone. */
  EXPECTED_VIEWERS: unlessEmpty(z.coerce.number().int().min(1).max(maxExpectedViewers).default(1000)),
});

/** Removes the options from an environment, so that a synthesis with it uses the defaults. */
export const unsetVariables: Record<string, undefined> = Object.fromEntries(
  Object.keys(environment.shape).map((name) => [name, undefined]),
);

export interface DeploymentOptions {
  alarmEmail?: string | undefined;
  /** US dollars. */
  monthlyBudgetUsd: number;
  hasFirewall: boolean;
  showHours: ShowHours;
  expectedViewers: number;
}

/**
 * @param isSandbox whether this is a developer's sandbox, which has no firewall by default. That saves about $7 per month
 * @throws if a variable is invalid, with its name
 */
export function readDeploymentOptions(
  isSandbox: boolean,
  variables: Record<string, string | undefined> = process.env,
): DeploymentOptions {
  const { success, data, error } = environment.safeParse(variables);
  if (!success) throw new Error(`Invalid deployment options:\n${z.prettifyError(error)}`);
  const { ALARM_EMAIL, MONTHLY_BUDGET_USD, FIREWALL, SHOW_HOURS, EXPECTED_VIEWERS } = data;
  return {
    alarmEmail: ALARM_EMAIL,
    monthlyBudgetUsd: MONTHLY_BUDGET_USD,
    hasFirewall: FIREWALL === undefined ? !isSandbox : FIREWALL === 'on',
    showHours: SHOW_HOURS,
    expectedViewers: EXPECTED_VIEWERS,
  };
}
