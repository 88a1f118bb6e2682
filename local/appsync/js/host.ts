/** The host of a realm: every function that resolver code can call, by name and with JSON. */
import { dynamodbModule } from './dynamodb-module';
import { replaceAll, replaceFirst } from './java-regex';
import { createUtil } from './util';
import { dynamodbUtil } from './util-dynamodb';
import { mathUtil } from './util-math';
import { strUtil } from './util-str';
import { toSubscriptionFilter } from './util-subscription-filter';
import { createTimeUtil } from './util-time';
import { transformUtil } from './util-transform';

export interface HostOptions {
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Receives the arguments of `console.log` and `console.error`. */
  console: (level: 'log' | 'error', values: unknown[]) => void;
}

type HostFunction = (...args: never[]) => unknown;
interface Functions {
  [name: string]: HostFunction | Functions;
}

/** Converts `{ time: { nowISO8601 } }` to `time.nowISO8601`. */
function flatten(functions: Functions, prefix = ''): [string, HostFunction][] {
  return Object.entries(functions).flatMap(([name, value]) =>
    typeof value === 'function' ? [[prefix + name, value]] : flatten(value, `${prefix}${name}.`),
  );
}

const utilFunctions = (now: () => number): Functions => ({
  ...createUtil(now),
  time: createTimeUtil(now),
  dynamodb: dynamodbUtil,
  transform: { ...transformUtil, toSubscriptionFilter },
  math: mathUtil,
  str: strUtil,
});

export const utilMembers = flatten(utilFunctions(Date.now)).map(([path]) => path);
export const dynamodbMembers = flatten(dynamodbModule).map(([path]) => path);

/** Members of `util` that the realm implements, since they control the handler. */
export const controlFlowMembers = ['error', 'appendError', 'unauthorized', 'authType'] as const;

/**
 * @returns a function of a name and JSON arguments. It returns `{ value }` or `{ fault }` as JSON and never throws,
 * because an error object of the host would let code escape from the realm.
 */
export function createHost(options: HostOptions): (name: string, argsJson: string) => string {
  const functions = new Map<string, HostFunction>([
    ...flatten(utilFunctions(options.now), 'util.'),
    ...flatten(dynamodbModule, 'dynamodb.'),
    ['string.replaceFirst', replaceFirst],
    ['string.replaceAll', replaceAll],
    ['console.log', (...values: unknown[]) => options.console('log', values)],
    ['console.error', (...values: unknown[]) => options.console('error', values)],
  ]);
  return (name, argsJson) => {
    try {
      // The arguments are JSON from resolver code, which no type can describe.
      const call = functions.get(name) as ((...args: unknown[]) => unknown) | undefined;
      if (!call) throw new Error(`${name} is not a function.`);
      // JSON has no undefined, so a missing argument is null.
      const args = JSON.parse(argsJson) as unknown[];
      return JSON.stringify({ value: call(...args) });
    } catch (error) {
      return JSON.stringify({ fault: error instanceof Error ? error.message : String(error) });
    }
  };
}
