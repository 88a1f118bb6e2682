/**
 * Finds unsupported features in resolver code, which AppSync refuses during deployment, with AWS's ESLint rules and
 * additional ones. Loading ESLint takes most of a second, so callers cache the result with a hash of the code.
 */
import appSyncPlugin from '@aws-appsync/eslint-plugin';
import { Linter } from 'eslint';
import { globalNamesRule, importsRule, membersRule } from './check-names';
import { callsRule, handlersRule, recursionRule, syntaxRule } from './check-syntax';
import { maxCodeBytes } from './language';

export interface Problem {
  /** The given name of the function or file. */
  name: string;
  /** Both start at 1. */
  line: number;
  column: number;
  message: string;
}

/** Alternatives, for rules of AWS that do not name one. */
const hints: Record<string, string> = {
  'no-for': 'Use for-of or for-in.',
  'no-while': 'Use for-of or for-in.',
  'no-continue': 'Use if.',
  'no-try': 'Data source errors are in ctx.error. JSON.parse returns an empty string for invalid JSON.',
  'no-async': 'AppSync waits for data sources itself.',
  'no-await': 'AppSync waits for data sources itself.',
  'no-promise': 'AppSync waits for data sources itself.',
  'no-regex': 'Use util.matches, or a Java pattern as a string.',
  'no-classes': 'Use functions.',
  'no-this': 'Use ctx.',
};

const rules = {
  importsRule,
  membersRule,
  'global-names': globalNamesRule,
  syntaxRule,
  callsRule,
  recursionRule,
  handlersRule,
};

const linter = new Linter();
const config: Linter.Config[] = [
  {
    files: ['**/*'],
    languageOptions: { ecmaVersion: 2022, sourceType: 'module' },
    linterOptions: { noInlineConfig: true },
    plugins: { '@aws-appsync': appSyncPlugin, local: { rules } },
    rules: {
      // The plugin's other rules need the types of a whole TypeScript program.
      // `base` is one flat configuration; the plugin's type also allows a list and the old format.
      ...(appSyncPlugin.configs?.base as Linter.Config).rules,
      ...Object.fromEntries(Object.keys(rules).map((name) => [`local/${name}`, 'error'])),
    },
  },
];

/**
 * @param code - APPSYNC_JS source.
 * @param name - the name of the function or file, for messages.
 * @returns the problems in the order of the code.
 */
export function checkResolverCode(code: string, name: string): Problem[] {
  const problems = linter.verify(code, config, { filename: 'resolver.js' }).map(({ line, column, message, ruleId }) => {
    const hint = hints[ruleId?.replace('@aws-appsync/', '') ?? ''];
    return { name, line, column, message: hint ? `${message.replace(/\.?$/, '.')} ${hint}` : message };
  });
  const bytes = Buffer.byteLength(code);
  if (bytes > maxCodeBytes) {
    problems.unshift({
      name,
      line: 1,
      column: 1,
      message: `The code has ${bytes} bytes; AppSync accepts ${maxCodeBytes}.`,
    });
  }
  return problems;
}

/** Formats a problem, such as `castVotes:12:3: throw is not supported.` */
export const formatProblem = ({ name, line, column, message }: Problem) => `${name}:${line}:${column}: ${message}`;
