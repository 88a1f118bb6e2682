/** Rules about names: imports, members and globals. */
import type * as ESTree from 'estree';
import { namespaceImport, importedName, joinNames, memberPath, nameOf, createRule, type Node } from './check-nodes';
import { dynamodbMembers, controlFlowMembers, utilMembers } from './host';
import { extensionMembers, globals, modules, notEmulated, runtimeGlobals, runtimeMembers } from './language';

/** Paths below each name: `time.nowISO8601` below `util`. */
const memberPaths: Record<string, readonly string[]> = {
  util: [...utilMembers, ...controlFlowMembers],
  extensions: extensionMembers,
  runtime: runtimeMembers,
  [namespaceImport.dynamodb]: dynamodbMembers,
};

const importable: Record<string, readonly string[]> = {
  [modules[0]]: ['util', 'extensions', 'runtime'],
  [modules[1]]: heads(dynamodbMembers),
};

/** The first step of each path, without repeats. */
function heads(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.split('.')[0] ?? path))];
}

/** Whether AppSync has a name that the local backend lacks. */
function isNotEmulated(root: string, path: string): boolean {
  return (notEmulated[root] ?? []).some((name) => name === '' || name === path || path.startsWith(`${name}.`));
}

const notEmulatedMessage = (what: string) =>
  `${what} is not emulated here, though AppSync has it. FIDELITY.md of amplify-local lists what is emulated.`;

/** The longest known prefix of a path, and the known names below it. */
function nearest(path: string[], known: readonly string[]): { steps: string[]; below: string[] } {
  const under = (steps: string[]) => known.filter((name) => name.startsWith([...steps, ''].join('.')));
  let steps: string[] = [];
  for (const step of path) {
    if (under([...steps, step]).length === 0) break;
    steps = [...steps, step];
  }
  const prefix = [...steps, ''].join('.').length;
  return {
    steps,
    below: heads((steps.length > 0 ? under(steps) : known).map((name) => name.slice(steps.length > 0 ? prefix : 0))),
  };
}

export const importsRule = createRule((_context, report) => ({
  ImportDeclaration(node) {
    const source = String(node.source.value);
    const exported = importable[source];
    if (!exported) {
      if (isNotEmulated(source, '')) report(node, notEmulatedMessage(`"${source}"`));
      else report(node, `"${source}" can't be imported: only ${joinNames(modules)}.`);
      return;
    }
    for (const specifier of node.specifiers) {
      if (specifier.type === 'ImportDefaultSpecifier') report(specifier, `"${source}" has no default export.`);
      const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : undefined;
      if (name === undefined || exported.includes(name)) continue;
      if (isNotEmulated(source, name)) report(specifier, notEmulatedMessage(`${name} of "${source}"`));
      else report(specifier, `"${source}" has no ${name}: it has ${joinNames(exported)}.`);
    }
  },
  ImportExpression: (node) => report(node, 'Modules are imported at the top of the file.'),
}));

export const membersRule = createRule((context, report) => ({
  MemberExpression(node) {
    const parent = (node as Node).parent;
    if (parent?.type === 'MemberExpression' && parent.object === node) return;
    const found = memberPath(node);
    const root = found && importedName(context, found.root);
    const known = root === undefined ? undefined : memberPaths[root];
    if (!found || root === undefined || !known) return;
    const path = found.path.join('.');
    // A path may continue after a function, or end at a namespace.
    if (known.some((name) => name === path || path.startsWith(`${name}.`) || name.startsWith(`${path}.`))) return;
    if (isNotEmulated(root === namespaceImport.dynamodb ? modules[1] : root, path)) {
      report(node, notEmulatedMessage(`${found.root.name}.${path}`));
      return;
    }
    const { steps, below } = nearest(found.path, known);
    report(
      node,
      `${found.root.name}.${path} is not there: ${[found.root.name, ...steps].join('.')} has ${joinNames(below)}.`,
    );
  },
}));

export const globalNamesRule = createRule((context, report) => ({
  'Program:exit'(program: ESTree.Program) {
    const allowed: readonly string[] = [...globals, ...runtimeGlobals];
    const scope = context.sourceCode.getScope(program);
    // The runtime lacks most globals of ECMAScript, which ESLint knows.
    const known = scope.variables.filter(({ defs }) => defs.length === 0).flatMap(({ references }) => references);
    for (const { identifier } of [...scope.through, ...known]) {
      const { name } = identifier;
      if (allowed.includes(name)) continue;
      const hint = name === 'Date' ? ' Use util.time.' : ` The runtime has ${joinNames(allowed)}.`;
      report(identifier, `${name} is not there.${hint}`);
    }
  },
}));
