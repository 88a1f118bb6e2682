/** Compiles resolver code, an ES module, into a pair of handlers that run in their own `node:vm` context. */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import { toEvaluation, type Handlers } from './evaluation';
import { createHost, dynamodbMembers, utilMembers, type HostOptions } from './host';
import { globals, methods, statics } from './language';

const realm = new vm.Script(readFileSync(new URL('./realm.js', import.meta.url), 'utf8'), { filename: 'realm.js' });
const language = JSON.stringify({ globals, methods, statics, utilMembers, dynamodbMembers });

type Invoke = (handler: string, contextJson: string) => string;
type Load = (evaluate: unknown) => Invoke;

interface Compiled {
  script: vm.Script;
  sourceMap: SourceMap;
}

/** Compiled code. Many resolvers share code, such as that around Amplify's pipelines, so it is transformed once. */
const compiled = new Map<string, Compiled>();

/** An object without `Object.prototype`, whose members would let resolver code reach the host. */
const emptyObject = (): vm.Context => Object.create(null) as vm.Context;

/** AppSync's name of the code in errors, by which the realm recognizes its stack frames. */
const filename = 'code.js';

function toScript(code: string): Compiled {
  const known = compiled.get(code);
  if (known) return known;
  const { code: commonJs, map } = transformSync(code, {
    format: 'cjs',
    target: 'es2022',
    loader: 'js',
    sourcefile: filename,
    sourcemap: 'external',
  });
  const script = new vm.Script(`(function (module, require) { 'use strict';\n${commonJs}\n})`, {
    filename,
    lineOffset: -1,
  });
  const result = { script, sourceMap: new SourceMap(JSON.parse(map) as SourceMapPayload) };
  compiled.set(code, result);
  return result;
}

/** Converts a place in the compiled script (`line:column`) to a place in the source, such as `code.js:12:3`. */
function originalPlace(place: string, sourceMap: SourceMap): string {
  const [line = 0, column = 0] = place.split(':').map(Number);
  const entry = sourceMap.findEntry(line - 1, column - 1);
  return 'originalLine' in entry ? `${filename}:${entry.originalLine + 1}:${entry.originalColumn + 1}` : filename;
}

/**
 * @param code - APPSYNC_JS source that exports `request` and `response`.
 * @param name - of the function or file, for the error.
 * @throws Error if the code cannot be parsed, or throws while loading.
 */
export function compileHandlers(code: string, name: string, options: HostOptions): Handlers {
  try {
    const { script, sourceMap } = toScript(code);
    const context = vm.createContext(emptyObject(), { codeGeneration: { strings: false, wasm: false } });
    const bootRealm = realm.runInContext(context) as (callHost: unknown, language: string) => Load;
    const load = bootRealm(createHost(options), language);
    const invoke = load(script.runInContext(context));
    const run =
      (handler: 'request' | 'response'): Handlers[typeof handler] =>
      (input) =>
        toEvaluation(invoke(handler, JSON.stringify(input)), (place) => originalPlace(place, sourceMap));
    return { request: run('request'), response: run('response'), readsSelectionSet: code.includes('selectionSet') };
  } catch (error) {
    throw new Error(`The code of ${name} does not load: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
