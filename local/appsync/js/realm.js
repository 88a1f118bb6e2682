/**
 * The code that runs inside a resolver's `node:vm` context. It is a script rather than a module, because it is
 * evaluated there. The context can reach the host only through `callHost`, which takes and returns strings and is
 * visible only in this closure.
 */
// eslint-disable-next-line @typescript-eslint/no-unused-expressions -- the value of the script
(function bootRealm(callHost, languageJson) {
  'use strict';
  const { parse, stringify } = JSON;
  const global = globalThis;
  const { TypeError } = global;
  const { deleteProperty } = Reflect;
  const { keys, defineProperty, getOwnPropertyNames, getOwnPropertyDescriptor, getPrototypeOf, freeze } = Object;
  const language = parse(languageJson);

  /** Thrown to stop a handler; resolver code has no `catch`. */
  const halt = freeze({});
  /** The output of the running handler besides its return value. */
  let said;

  function host(name, args) {
    const answer = parse(callHost(name, stringify(args)));
    if (answer.fault !== undefined) {
      said.error = { message: answer.fault, errorType: 'Code', place: new TypeError().stack };
      throw halt;
    }
    return answer.value;
  }

  /** Builds `{ time: { nowISO8601() … } }` from `time.nowISO8601`. Each function calls the host. */
  function members(prefix, paths) {
    const root = {};
    for (const path of paths) {
      const steps = path.split('.');
      const last = steps.pop();
      let holder = root;
      for (const step of steps) holder = holder[step] ??= {};
      holder[last] = (...args) => host(prefix + path, args);
    }
    return root;
  }

  const util = members('util.', language.utilMembers);
  const dynamodb = members('dynamodb.', language.dynamodbMembers);

  const stop = (error) => {
    said.error = error;
    throw halt;
  };
  const asError = (message, errorType, data, errorInfo) => ({
    message: typeof message === 'string' ? message : stringify(message ?? null),
    errorType: errorType ?? null,
    data: data ?? null,
    errorInfo: errorInfo ?? null,
  });
  util.error = (...args) => stop(asError(...args));
  util.appendError = (...args) => void said.outErrors.push(asError(...args));
  util.unauthorized = () => stop({ unauthorized: true });
  util.authType = () => said.authType;

  const runtime = {
    earlyReturn(value, options) {
      said.early = { value, skipTo: options?.skipTo };
      throw halt;
    },
  };
  const extensions = {
    setSubscriptionFilter: (filter) => void (said.subscriptionFilter = filter),
  };
  const write =
    (level) =>
    (...values) =>
      void host('console.' + level, values);
  const console = { log: write('log'), error: write('error') };

  // Restrict the language to APPSYNC_JS.

  const removeAllBut = (allowed, target) => {
    for (const member of getOwnPropertyNames(target)) {
      if (allowed.indexOf(member) < 0 && getOwnPropertyDescriptor(target, member).configurable)
        deleteProperty(target, member);
    }
  };
  const functionPrototype = getPrototypeOf(removeAllBut);
  const define = (target, name, value) =>
    defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
  // "Returns a blank string if the parsed string is not valid JSON."
  define(JSON, 'parse', (text) => {
    try {
      return parse(text);
    } catch {
      return '';
    }
  });
  // A pattern is always a Java regular expression, even if it looks like plain text.
  define(String.prototype, 'replace', function replace(pattern, replacement) {
    return host('string.replaceFirst', [`${this}`, pattern, replacement]);
  });
  define(String.prototype, 'replaceAll', function replaceAll(pattern, replacement) {
    return host('string.replaceAll', [`${this}`, pattern, replacement]);
  });
  removeAllBut(language.globals, global);
  for (const name of keys(language.methods)) {
    if (name !== 'Object') removeAllBut(language.methods[name], global[name].prototype);
  }
  define(global, 'util', util);
  define(global, 'extensions', extensions);
  define(global, 'runtime', runtime);
  define(global, 'console', console);

  // Node.js formats stacks with this object. Otherwise it would pass the frames to the host.
  const placeOf = (_error, frames) => {
    const frame = frames.find((one) => one.getFileName() === 'code.js');
    return frame ? `${frame.getLineNumber()}:${frame.getColumnNumber()}` : '';
  };
  defineProperty(global, 'Error', { value: freeze({ prepareStackTrace: placeOf }) });

  const modules = {
    '@aws-appsync/utils': { util, extensions, runtime },
    '@aws-appsync/utils/dynamodb': dynamodb,
  };

  /** Evaluates the module, then removes what only the compiler's prologue needed. */
  function load(evaluate) {
    const module = { exports: {} };
    evaluate(module, (name) => modules[name]);
    for (const name of keys(language.statics)) removeAllBut([...language.statics[name], 'prototype'], global[name]);
    removeAllBut(language.methods.Object, Object.prototype);
    removeAllBut([], functionPrototype);
    const handlers = module.exports;
    for (const name of ['request', 'response']) {
      if (typeof handlers[name] !== 'function') throw new TypeError('The code must export a function ' + name + '.');
    }

    return function invoke(name, contextJson) {
      const { ctx, authType, selectionSetList, selectionSetGraphQL } = parse(contextJson);
      ctx.args = ctx.arguments;
      if (ctx.info) {
        // Not enumerable, so that `JSON.stringify` omits both.
        defineProperty(ctx.info, 'selectionSetList', { value: selectionSetList });
        defineProperty(ctx.info, 'selectionSetGraphQL', { value: selectionSetGraphQL });
      }
      said = { authType, outErrors: [] };
      const { stash } = ctx;
      let value;
      try {
        value = handlers[name](ctx);
      } catch (thrown) {
        if (thrown !== halt) said.error = { message: `${thrown}`, errorType: 'Code', place: thrown?.stack };
      }
      return stringify({ value, stash, ...said });
    };
  }

  return load;
});
