/**
 * What whoever deploys may choose, by environment variables: in the Amplify console under *Hosting → Environment
 * variables*, for a sandbox in the shell. Nothing has to be set.
 */
import { z } from 'zod';

/** A variable that is set to nothing is not set. */
const unlessEmpty = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const environment = z.object({
  /** Who hears of alarms and of the budget; nobody, where it is missing. */
  ALARM_EMAIL: unlessEmpty(z.email().optional()),
  /** US dollars a month after which that person hears of it. */
  MONTHLY_BUDGET_USD: unlessEmpty(z.coerce.number().positive().default(25)),
  FIREWALL: unlessEmpty(z.enum(['on', 'off']).optional()),
});

/** Takes the variables out of an environment: who synthesizes with it gets what a deployment is where nobody chose anything. */
export const unsetVariables: Record<string, undefined> = Object.fromEntries(
  Object.keys(environment.shape).map((name) => [name, undefined]),
);

export interface DeploymentOptions {
  alarmEmail?: string | undefined;
  /** US dollars. */
  monthlyBudgetUsd: number;
  hasFirewall: boolean;
}

/**
 * @param isSandbox a sandbox is one developer's: it has no firewall unless asked for, which saves some $7 a month
 * @throws where a variable holds what it must not, naming it
 */
export function readDeploymentOptions(
  isSandbox: boolean,
  variables: Record<string, string | undefined> = process.env,
): DeploymentOptions {
  const { success, data, error } = environment.safeParse(variables);
  if (!success) throw new Error(`The deployment cannot be configured so:\n${z.prettifyError(error)}`);
  const { ALARM_EMAIL, MONTHLY_BUDGET_USD, FIREWALL } = data;
  return {
    alarmEmail: ALARM_EMAIL,
    monthlyBudgetUsd: MONTHLY_BUDGET_USD,
    hasFirewall: FIREWALL === undefined ? !isSandbox : FIREWALL === 'on',
  };
}
