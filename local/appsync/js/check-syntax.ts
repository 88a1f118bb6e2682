/** Rules about statements, calls, recursion and exports. */
import type { Rule, Scope } from 'eslint';
import type * as ESTree from 'estree';
import { isFunction, joinNames, memberPath, nameOf, createRule, variableOf, type Node } from './check-nodes';
import { callbackMethods, methods, runtimeGlobals, statics } from './language';

export const syntaxRule = createRule((_context, report) => ({
  ThrowStatement: (node) => report(node, 'throw is not supported. Use util.error.'),
  NewExpression: (node) => report(node, 'new is not supported. Use object and array literals.'),
  ClassExpression: (node) => report(node, 'Classes are not supported.'),
  MetaProperty: (node) => report(node, 'import.meta and new.target are not supported.'),
  ReturnStatement(node) {
    if (isFunction(node.argument)) report(node, 'A function can not return a function.');
  },
  ArrowFunctionExpression(node) {
    if (isFunction(node.body)) report(node, 'A function can not return a function.');
  },
}));

const builtIns = [String, Array, Number, Boolean, Object, Function].flatMap(({ prototype }) =>
  Object.getOwnPropertyNames(prototype),
);
const allowedMethods = Object.values(methods).flat();
/** Conversions call these. Calling them explicitly is not documented. */
const conversions = ['toString', 'valueOf'];

export const callsRule = createRule((context, report) => ({
  CallExpression(node) {
    const { callee } = node;
    const isGlobal = (identifier: ESTree.Identifier) => (variableOf(context, identifier)?.defs.length ?? 0) === 0;
    if (callee.type === 'Identifier' && isGlobal(callee) && Object.hasOwn(statics, callee.name)) {
      report(node, `${callee.name}() is not supported as a function.`);
    }
    const method = callee.type === 'MemberExpression' && !callee.computed ? nameOf(callee.property) : undefined;
    if (callee.type === 'MemberExpression' && method !== undefined) {
      const { object } = callee;
      const holder = object.type === 'Identifier' && isGlobal(object) ? statics[object.name] : undefined;
      if (holder && !holder.includes(method)) {
        const others = holder.length > 0 ? ` ${nameOf(object)} has ${joinNames(holder)}.` : '';
        report(node, `${nameOf(object)}.${method} is not supported.${others}`);
      } else if (!holder && isUnsupported(method) && !startsAtRuntime(context, callee)) {
        report(node, `The method ${method} is not supported. See "Supported runtime features" in the AppSync guide.`);
      }
      if (method === 'sort' && node.arguments.length > 0) report(node, 'sort takes no arguments.');
    }
    const takesFunction = method !== undefined && (callbackMethods as readonly string[]).includes(method);
    const given = node.arguments.find((argument) => isFunction(argument) || isFunctionName(context, argument));
    if (given && !takesFunction && method !== 'sort') {
      report(given, `A function can be given to ${joinNames(callbackMethods)} only.`);
    }
  },
}));

const isUnsupported = (method: string) =>
  builtIns.includes(method) && (!allowedMethods.includes(method) || conversions.includes(method));

/** Whether the method is one of `util` or an import, such as `util.dynamodb.toString`. */
function startsAtRuntime(context: Rule.RuleContext, callee: ESTree.MemberExpression): boolean {
  const root = memberPath(callee)?.root;
  const definition = root && variableOf(context, root)?.defs[0];
  if (definition) return definition.type === 'ImportBinding';
  return root !== undefined && (runtimeGlobals as readonly string[]).includes(root.name);
}

function isFunctionName(context: Rule.RuleContext, node: ESTree.Node): boolean {
  if (node.type !== 'Identifier') return false;
  const definition = variableOf(context, node)?.defs[0];
  return definition?.type === 'FunctionName' || (definition?.type === 'Variable' && isFunction(definition.node.init));
}

/** Functions may call each other, but not recursively. */
export const recursionRule = createRule((context, report) => {
  const called = new Map<Scope.Variable, Map<Scope.Variable, ESTree.Node>>();

  /** The enclosing named function of a node. */
  function functionAround(node: Node): Scope.Variable | undefined {
    for (let at = node.parent; at; at = at.parent) {
      const name =
        at.type === 'FunctionDeclaration'
          ? at.id
          : isFunction(at) && at.parent?.type === 'VariableDeclarator'
            ? at.parent.id
            : null;
      if (name?.type === 'Identifier') return variableOf(context, name) ?? undefined;
    }
    return undefined;
  }

  function reaches(from: Scope.Variable, target: Scope.Variable, seen = new Set<Scope.Variable>()): boolean {
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(called.get(from)?.keys() ?? [])].some((next) => next === target || reaches(next, target, seen));
  }

  return {
    CallExpression(node) {
      const target = node.callee.type === 'Identifier' ? variableOf(context, node.callee) : null;
      const around = functionAround(node as Node);
      if (target && around)
        called.set(around, (called.get(around) ?? new Map<Scope.Variable, ESTree.Node>()).set(target, node));
    },
    'Program:exit'() {
      for (const [around, targets] of called) {
        for (const [target, node] of targets) {
          if (target === around || reaches(target, around))
            report(node, `${around.name} calls itself: recursion is not supported.`);
        }
      }
    },
  };
});

export const handlersRule = createRule((context, report) => ({
  'Program:exit'(program: ESTree.Program) {
    const exported = program.body.flatMap((statement) => {
      if (statement.type !== 'ExportNamedDeclaration') return [];
      const { declaration, specifiers } = statement;
      if (declaration?.type === 'FunctionDeclaration') return [declaration.id.name];
      if (declaration?.type === 'VariableDeclaration') return declaration.declarations.map(({ id }) => nameOf(id));
      return specifiers.map((specifier) => nameOf(specifier.exported));
    });
    for (const name of ['request', 'response']) {
      if (!exported.includes(name)) report(program, `The code must export a function ${name}.`);
    }
  },
}));
