/** The realm of resolver code: supported and missing features, and isolation. */
import { describe, expect, it } from 'vitest';
import { loadResolver } from './load-resolver';

const load = (body: string, imports = '') =>
  loadResolver(`${imports}\nexport function request(ctx) { ${body} }\nexport const response = (ctx) => ctx.result;`);
const evaluate = (expression: string, ctx = {}) => load(`return (${expression});`).request(ctx);
const valueOf = (expression: string, ctx = {}) => evaluate(expression, ctx).evaluationResult;

describe('a handler', () => {
  it('receives the context and returns a value', () => {
    const { request, response } = loadResolver(
      `
        export function request(ctx) { return { payload: { id: ctx.args.id, same: ctx.args === ctx.arguments, show: ctx.env.SHOW } }; }
        export function response(ctx) { return { ...ctx.result, previous: ctx.prev.result, by: ctx.identity.userArn }; }
      `,
      { env: { SHOW: 'matinee' } },
    );
    expect(request({ arguments: { id: '1' } }).evaluationResult).toEqual({
      payload: { id: '1', same: true, show: 'matinee' },
    });
    expect(
      response({ result: { id: '1' }, prev: { result: 2 }, identity: { userArn: 'arn' } }).evaluationResult,
    ).toEqual({
      id: '1',
      previous: 2,
      by: 'arn',
    });
  });

  it('returns its stash and its logs', () => {
    const { request, logs } = load(
      `console.log('stash', ctx.stash); ctx.stash.movie = { id: 1 }; delete ctx.stash.old; return null;`,
    );
    expect(request({ stash: { old: true } }).stash).toEqual({ movie: { id: 1 } });
    expect(logs).toEqual([['stash', { old: true }]]);
  });

  it('stops at util.error with all members of the error', () => {
    const { request } = load(`util.error('Too late.', 'RoundOver', { id: 1 }, { roundId: '2' }); return 'never';`);
    expect(request()).toMatchObject({
      error: { message: 'Too late.', errorType: 'RoundOver', data: { id: 1 }, errorInfo: { roundId: '2' } },
    });
    expect(request().evaluationResult).toBeUndefined();
  });

  it('continues after util.appendError', () => {
    const { evaluationResult, outErrors, error } = load(`util.appendError('Careful.', 'Warning'); return 1;`).request();
    expect({ evaluationResult, outErrors, error }).toEqual({
      evaluationResult: 1,
      outErrors: [{ message: 'Careful.', errorType: 'Warning', data: null, errorInfo: null }],
      error: undefined,
    });
  });

  it('stops at util.unauthorized', () => {
    expect(load('util.unauthorized();').request().error).toEqual({ unauthorized: true });
  });

  it('stops at runtime.earlyReturn', () => {
    expect(load(`runtime.earlyReturn({ id: 1 }); return 2;`).request()).toMatchObject({
      evaluationResult: { id: 1 },
      earlyReturn: {},
    });
    expect(load(`runtime.earlyReturn({ id: 1 }, { skipTo: 'END' });`).request()).toMatchObject({
      earlyReturn: { skipTo: 'END' },
    });
  });

  it('sets a subscription filter', () => {
    const { request } = load(
      `extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ a: { eq: 1 } })); return null;`,
    );
    expect(request().subscriptionFilter).toEqual({
      filterGroup: [{ filters: [{ fieldName: 'a', operator: 'eq', value: 1 }] }],
    });
  });

  it('fails with an exception of its code, and its place', () => {
    const { request } = loadResolver(
      'export const response = () => null;\n\nexport function request(ctx) {\n  return ctx.nothing.id;\n}',
      { name: 'castVotes' },
    );
    expect(request().error).toMatchObject({
      errorType: 'Code',
      message: `code.js:4:22: TypeError: Cannot read properties of undefined (reading 'id')`,
    });
  });

  it('fails if a utility fails, with the place of its call', () => {
    const { request } = loadResolver(
      `import { util } from '@aws-appsync/utils';\nexport const response = () => null;\n` +
        `export const request = () => util.time.parseISO8601ToEpochMilliSeconds('soon');\n`,
      { name: 'castVotes' },
    );
    expect(request().error).toMatchObject({
      errorType: 'Code',
      message: 'code.js:3:40: soon is not an ISO 8601 time.',
    });
  });

  it('must be exported together with the other one', () => {
    expect(() => loadResolver('export const request = () => null;')).toThrow(
      'The code must export a function response.',
    );
  });

  it('shares no state between runs', () => {
    const { request } = load(
      `ctx.stash.count = (ctx.stash.count ?? 0) + 1; util.appendError('again'); return ctx.stash.count;`,
    );
    expect(
      [request(), request()].map(({ evaluationResult, outErrors }) => [evaluationResult, outErrors.length]),
    ).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});

describe('the language', () => {
  it.each([
    ['[3, 1, 2].sort()', [1, 2, 3]],
    ['[1, 2].map((n) => n * 2).concat([5]).reduce((a, b) => a + b, 0)', 11],
    ['[[1], [2]].flat()', [1, 2]],
    [`[...'ab', ...[1]]`, ['a', 'b', 1]],
    [
      'Object.entries({ ...{ a: 1 }, b: 2 })',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [`Object.hasOwn({ a: 1 }, 'a')`, true],
    ['Math.max(1, Math.floor(2.9))', 2],
    ['`${1}${null}${[1, 2]}`', '1null1,2'],
    [`' a '.trim().toUpperCase().split('')`, ['A']],
    ['ctx.args?.x?.y ?? "none"', 'none'],
    [`JSON.parse('{"a":1}')`, { a: 1 }],
    ['JSON.stringify({ a: 1 })', '{"a":1}'],
    ['2 ** 3 + 7 % 4', 11],
    ['typeof void 0', 'undefined'],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it('parses invalid JSON as an empty string', () => {
    expect(valueOf(`JSON.parse('{')`)).toBe('');
  });

  it('interprets the pattern of replace as a Java regular expression', () => {
    expect(valueOf(`'a.b.c'.replaceAll('\\\\.', '-')`)).toBe('a-b-c');
    expect(valueOf(`'2025-01'.replace('(\\\\d+)-(\\\\d+)', '$2/$1')`)).toBe('01/2025');
    expect(valueOf(`'abc'.replaceAll('.', '*')`)).toBe('***');
  });

  it.each([
    'Date',
    'Promise',
    'Map',
    'Set',
    'RegExp',
    'Symbol',
    'Proxy',
    'Reflect',
    'eval',
    'Function',
    'globalThis',
    'parseInt',
    'setTimeout',
    'fetch',
    'process',
    'Buffer',
    'WebAssembly',
    'Intl',
  ])('has no %s', (name) => {
    expect(valueOf(`typeof ${name}`)).toBe('undefined');
  });

  it.each([
    '[].includes',
    `''.padStart`,
    '[].values',
    `''.charCodeAt`,
    '(1).toFixed',
    '(() => 1).call',
    'Object.freeze',
    'Array.isArray',
    'Math.abs',
  ])('has no %s', (path) => {
    expect(valueOf(`typeof ${path}`)).toBe('undefined');
  });

  it('hides the selection set from JSON.stringify', () => {
    expect(valueOf('JSON.stringify(ctx.info)')).toBe('{"fieldName":"field","parentTypeName":"Query","variables":{}}');
  });
});

describe('isolation', () => {
  it.each([
    ['ctx.constructor.constructor("return process")()'],
    ['util.autoId.constructor("return process")()'],
    ['[].constructor.constructor("return process")()'],
    ['(() => {}).constructor("return process")()'],
    ['console.log.constructor("return process")()'],
    ['ctx.__proto__.constructor("return process")()'],
    ['this.constructor.constructor("return process")()'],
  ])('%s fails', (expression) => {
    const { evaluationResult, error } = evaluate(expression);
    expect(evaluationResult).toBeUndefined();
    expect(error).toMatchObject({ errorType: 'Code' });
  });

  it('copies values, so that code cannot modify its input', () => {
    const args = { list: [1] };
    load('ctx.args.list.push(2); return null;').request({ arguments: args });
    expect(args).toEqual({ list: [1] });
  });

  it('runs each resolver in its own realm', () => {
    load(`Object.prototype.leak = 1; return null;`).request();
    expect(valueOf('({}).leak === undefined')).toBe(true);
    expect('leak' in {}).toBe(false);
  });
});
