/** Problems that AppSync reports during deployment, and their messages. */
import { describe, expect, it } from 'vitest';
import { checkResolverCode, formatProblem } from './check';

const resolver = (body: string, imports = '') =>
  `${imports}\nexport function request(ctx) {\n  ${body}\n}\nexport const response = (ctx) => ctx.result;\n`;
const problemsIn = (code: string) => checkResolverCode(code, 'castVotes').map(formatProblem);

it('accepts supported code', () => {
  const imports = `import { util, runtime } from '@aws-appsync/utils';\nimport * as ddb from '@aws-appsync/utils/dynamodb';`;
  const body = `
    const { id, ...rest } = ctx.args;
    const double = (n) => n * 2;
    let total = 0;
    for (const n of [1, 2, 3].map(double)) { total += n; }
    for (const name in rest) { ctx.stash[name] = rest[name]; }
    if (!id) { util.error(\`No id at \${util.time.nowISO8601()}\`, 'NoId'); }
    if (total > 100) { runtime.earlyReturn(null, { skipTo: 'END' }); }
    console.log(JSON.stringify(rest), util.dynamodb.toString('a'));
    return ddb.update({ key: { id }, update: { total: ddb.operations.increment(total) } });
  `;
  expect(problemsIn(resolver(body, imports))).toEqual([]);
});

it('names the function, the place, the problem and the alternative', () => {
  expect(problemsIn(resolver('while (ctx.args.id) { return 1; }'))).toEqual([
    'castVotes:3:3: While statements are not supported. Use for-of or for-in.',
  ]);
});

describe('refuses', () => {
  it.each([
    ['throw 1;', 'throw is not supported. Use util.error.'],
    ['try { ctx.x = 1; } finally { ctx.y = 1; }', 'Try statements are not supported.'],
    ['for (let i = 0; i < 3; i += 1) { ctx.stash.i = i; }', 'For statements are not supported. Use for-of or for-in.'],
    ['do { ctx.stash.x = 1; } while (ctx.stash.y);', 'do...while statements are not supported.'],
    ['for (const a of []) { continue; }', 'Continue statements are not supported. Use if.'],
    ['here: for (const a of []) { break here; }', 'Labeled statements are not supported.'],
    ['let n = 0; n++;', 'The operator ++ is not supported'],
    ['return ~1;', 'The operator ~ is not supported'],
    [`return 'id' in ctx.args;`, 'in operator is not supported.'],
    ['return /a/;', 'Regex literals are not supported. Use util.matches'],
    ['return new Map();', 'new is not supported.'],
    ['return class {};', 'Classes are not supported.'],
    ['return this;', 'This expressions are not supported. Use ctx.'],
    ['return Promise.resolve(1);', 'Promise is not there.'],
    ['return Date.now();', 'Date is not there. Use util.time.'],
    [`return fetch('/');`, 'fetch is not there.'],
    ['return parseInt("1");', 'parseInt is not there.'],
    ['return String(1);', 'String() is not supported as a function.'],
    ['return Array.isArray([]);', 'Array.isArray is not supported.'],
    ['return Object.freeze({});', 'Object.freeze is not supported. Object has assign, entries, hasOwn, keys, values.'],
    [`return 'a'.padStart(2);`, 'The method padStart is not supported.'],
    ['return [1].includes(1);', 'The method includes is not supported.'],
    ['return [2, 1].sort((a, b) => a - b);', 'sort takes no arguments.'],
    ['const call = (f) => f(); return call(() => 1);', 'A function can be given to map,'],
    ['const twice = (n) => twice(n); return twice(1);', 'twice calls itself: recursion is not supported.'],
    ['const a = () => b(); const b = () => a(); return a();', 'a calls itself: recursion is not supported.'],
    ['return () => 1;', 'A function can not return a function.'],
    ['ctx.args = {};', 'ctx is readonly.'],
    ['util.uuid();', 'util.uuid is not there: util has autoId,'],
    ['util.time.now();', 'util.time.now is not there: util.time has nowISO8601,'],
    ['extensions.evict();', 'extensions.evict is not there: extensions has setSubscriptionFilter.'],
    [`import('fs');`, 'Modules are imported at the top of the file.'],
  ])('%s', (body, message) => {
    expect(problemsIn(resolver(body))).toContainEqual(expect.stringContaining(message));
  });

  it.each([
    [`import fs from 'fs';`, `"fs" can't be imported: only @aws-appsync/utils, @aws-appsync/utils/dynamodb.`],
    [
      `import { http } from '@aws-appsync/utils';`,
      '"@aws-appsync/utils" has no http: it has util, extensions, runtime.',
    ],
    [`import { sink } from '@aws-appsync/utils/dynamodb';`, '"@aws-appsync/utils/dynamodb" has no sink: it has'],
  ])('%s', (imports, message) => {
    expect(problemsIn(resolver('return null;', imports))).toContainEqual(expect.stringContaining(message));
  });

  it.each([
    'util.http.addResponseHeader',
    'util.rds.toJsonObject',
    'util.xml.toMap',
    'util.transform.toElasticsearchQueryDSL',
    'extensions.evictFromApiCache',
    'extensions.invalidateSubscriptions',
    'extensions.setSubscriptionInvalidationFilter',
  ])('%s, which AppSync has', (name) => {
    const message = `${name} is not emulated here, though AppSync has it. FIDELITY.md of amplify-local lists`;
    const imports = `import { util, extensions } from '@aws-appsync/utils';`;
    for (const code of [resolver(`${name}();`), resolver(`${name}();`, imports)])
      expect(problemsIn(code)).toContainEqual(expect.stringContaining(message));
  });

  it.each([
    [`import { sync } from '@aws-appsync/utils/dynamodb';`, 'sync of "@aws-appsync/utils/dynamodb"'],
    [`import * as ddb from '@aws-appsync/utils/dynamodb';\nconst f = () => ddb.sync({});`, 'ddb.sync'],
    [`import { select } from '@aws-appsync/utils/rds';`, '"@aws-appsync/utils/rds"'],
    [`import { converse } from '@aws-appsync/utils/ai';`, '"@aws-appsync/utils/ai"'],
  ])('%s, which AppSync has', (imports, name) => {
    expect(problemsIn(resolver('return null;', imports))).toContainEqual(
      expect.stringContaining(`${name} is not emulated here, though AppSync has it.`),
    );
  });

  it('async handlers', () => {
    expect(problemsIn('export async function request() {}\nexport const response = () => null;')).toEqual([
      'castVotes:1:8: Async functions are not supported. AppSync waits for data sources itself.',
    ]);
  });

  it('code without both handlers', () => {
    expect(problemsIn('export const request = () => null;')).toEqual([
      'castVotes:1:1: The code must export a function response.',
    ]);
  });

  it('code that cannot be parsed', () => {
    expect(problemsIn('export const = 1')).toEqual([expect.stringContaining('castVotes:1:14: Parsing error')]);
  });

  it('code that is too long', () => {
    expect(problemsIn(`${resolver('return null;')}// ${'x'.repeat(32_768)}`)).toEqual([
      expect.stringContaining('AppSync accepts 32768.'),
    ]);
  });
});
