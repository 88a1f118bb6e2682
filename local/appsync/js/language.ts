/**
 * The features of APPSYNC_JS: "Supported runtime features" in the AppSync developer guide. The realm removes all others,
 * and the check of resolver code reports them.
 */

/** The modules that resolver code may import. */
export const modules = ['@aws-appsync/utils', '@aws-appsync/utils/dynamodb'] as const;

/** Globals, except those that the runtime adds (`util`, `extensions`, `runtime`, `console`). */
export const globals = [
  'Array',
  'Boolean',
  'JSON',
  'Math',
  'Number',
  'Object',
  'String',
  'Infinity',
  'NaN',
  'undefined',
] as const;

export const runtimeGlobals = ['util', 'extensions', 'runtime', 'console'] as const;

/** Static functions of built-in objects. */
export const statics: Record<string, readonly string[]> = {
  Array: [],
  Boolean: [],
  JSON: ['parse', 'stringify'],
  Math: ['random', 'min', 'max', 'round', 'floor', 'ceil'],
  Number: ['isFinite', 'isNaN'],
  Object: ['assign', 'entries', 'hasOwn', 'keys', 'values'],
  String: ['raw'],
};

/** Methods of values. `toString` and `valueOf` of objects stay, since conversions call them. */
export const methods: Record<string, readonly string[]> = {
  Array: [
    'length',
    'concat',
    'fill',
    'flat',
    'indexOf',
    'join',
    'lastIndexOf',
    'pop',
    'push',
    'reverse',
    'shift',
    'slice',
    'sort',
    'splice',
    'unshift',
    'forEach',
    'map',
    'flatMap',
    'filter',
    'reduce',
    'reduceRight',
    'find',
    'some',
    'every',
    'findIndex',
    'findLast',
    'findLastIndex',
    'toString',
  ],
  String: [
    'length',
    'charAt',
    'concat',
    'endsWith',
    'indexOf',
    'lastIndexOf',
    'replace',
    'replaceAll',
    'slice',
    'split',
    'startsWith',
    'toLowerCase',
    'toUpperCase',
    'trim',
    'trimEnd',
    'trimStart',
    'toString',
    'valueOf',
  ],
  Boolean: ['toString', 'valueOf'],
  Number: ['toString', 'valueOf'],
  Object: ['toString', 'valueOf'],
};

/** Array methods that accept a function. No other function does. */
export const callbackMethods = [
  'map',
  'find',
  'filter',
  'findIndex',
  'findLast',
  'findLastIndex',
  'forEach',
  'reduce',
  'reduceRight',
  'every',
  'some',
  'flatMap',
] as const;

/** Supported members of `extensions` and `runtime`. Those of `util` are listed in `host.ts`. */
export const extensionMembers = ['setSubscriptionFilter'] as const;
export const runtimeMembers = ['earlyReturn'] as const;

/**
 * Members and modules of AppSync that are not emulated, by the name of their root. A path includes what is below it:
 * "Built-in utilities", "Extensions" and "JavaScript resolver function reference" in the developer guide.
 */
export const notEmulated: Record<string, readonly string[]> = {
  util: ['http', 'rds', 'xml', 'transform.toElasticsearchQueryDSL'],
  extensions: ['evictFromApiCache', 'invalidateSubscriptions', 'setSubscriptionInvalidationFilter'],
  '@aws-appsync/utils/dynamodb': ['sync'],
  '@aws-appsync/utils/rds': [''],
  '@aws-appsync/utils/ai': [''],
};

/** AppSync refuses longer code. */
export const maxCodeBytes = 32_768;
