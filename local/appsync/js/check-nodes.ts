/** Functions that the rules share: reporting, and resolving names. */
import type { Rule, Scope } from 'eslint';
import type * as ESTree from 'estree';
import { modules } from './language';

export type Node = ESTree.Node & { parent?: Node };

export const joinNames = (names: readonly string[]) => names.join(', ');

/** The names that {@link importedName} returns for `import * as`. */
export const namespaceImport = { utils: '* as utils', dynamodb: '* as dynamodb' } as const;

export function createRule(
  create: (context: Rule.RuleContext, report: (node: ESTree.Node, message: string) => void) => Rule.RuleListener,
): Rule.RuleModule {
  return { create: (context) => create(context, (node, message) => context.report({ node, message })) };
}

export const nameOf = (node: ESTree.Node): string | undefined =>
  node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : undefined;

export const isFunction = (node: ESTree.Node | null | undefined) =>
  node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';

/** Splits `util.time.nowISO8601` into its root and the names below it. */
export function memberPath(node: ESTree.MemberExpression): { root: ESTree.Identifier; path: string[] } | undefined {
  const name = node.computed ? undefined : nameOf(node.property);
  if (name === undefined) return undefined;
  if (node.object.type === 'Identifier') return { root: node.object, path: [name] };
  if (node.object.type !== 'MemberExpression') return undefined;
  const parent = memberPath(node.object);
  return parent && { root: parent.root, path: [...parent.path, name] };
}

export function variableOf(context: Rule.RuleContext, identifier: ESTree.Identifier): Scope.Variable | null {
  for (let scope: Scope.Scope | null = context.sourceCode.getScope(identifier); scope; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable) return variable;
  }
  return null;
}

/** Returns the import or global of the runtime to which an identifier refers. */
export function importedName(context: Rule.RuleContext, identifier: ESTree.Identifier): string | undefined {
  const variable = variableOf(context, identifier);
  const definition = variable?.defs[0];
  if (!definition) return identifier.name;
  if (definition.type !== 'ImportBinding') return undefined;
  const { node, parent } = definition;
  const isDynamoDb = parent.source.value === modules[1];
  if (node.type === 'ImportNamespaceSpecifier') return isDynamoDb ? namespaceImport.dynamodb : namespaceImport.utils;
  return node.type === 'ImportSpecifier' && !isDynamoDb ? nameOf(node.imported) : undefined;
}
