/** Turns resolver code, an ES module, into a pair of handlers that run in a `node:vm` context of their own. */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import type { Handlers } from './evaluation';
import { toEvaluation } from './evaluation';
import { createHost, dynamodbMembers, utilMembers, type HostOptions } from './host';
import { globals, methods, statics } from './language';

const realm = new vm.Script(readFileSync(new URL('./realm.js', import.meta.url), 'utf8'), { filename: 'realm.js' });
const language = JSON.stringify({ globals, methods, statics, utilMembers, dynamodbMembers });

type Invoke = (handler: string, contextJson: string) => string;
type Load = (evaluate: unknown) => Invoke;

/** Resolvers of one kind share their code (every pipeline of Amplify has the same), so it is transformed once. */
const scripts = new Map<string, vm.Script>();

function toScript(code: string, name: string): vm.Script {
  const known = scripts.get(code);
  if (known) return known;
  const { code: commonJs } = transformSync(code, { format: 'cjs', target: 'es2022', sourcefile: name, loader: 'js' });
  const script = new vm.Script(`(function (module, require) { 'use strict';\n${commonJs}\n})`, { filename: name });
  scripts.set(code, script);
  return script;
}

/**
 * @param code - APPSYNC_JS source that exports `request` and `response`.
 * @param name - shown in error messages.
 * @throws Error where the code does not parse, or throws while it is loaded.
 */
export function compile(code: string, name: string, options: HostOptions): Handlers {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  const bootRealm = realm.runInContext(context) as (callHost: unknown, language: string) => Load;
  const load = bootRealm(createHost(options), language);
  const invoke = load(toScript(code, name).runInContext(context));
  return {
    request: (input) => toEvaluation(invoke('request', JSON.stringify(input))),
    response: (input) => toEvaluation(invoke('response', JSON.stringify(input))),
    readsSelectionSet: code.includes('selectionSet'),
  };
}
