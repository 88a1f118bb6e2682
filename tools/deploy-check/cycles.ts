/**
 * Circular dependencies, which CloudFormation refuses: "Circular dependency between resources". Nested stacks are resources
 * of their parent, so two that use each other's outputs are a cycle, too.
 */
import { intrinsicOf, type Template } from './templates';

/** @returns one line for each cycle */
export function findCycles(template: Template): string[] {
  const cycles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];

  function visit(id: string): void {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') {
      cycles.push(`${template.stack}: circular dependency: ${[...path.slice(path.indexOf(id)), id].join(' → ')}`);
      return;
    }
    state.set(id, 'open');
    path.push(id);
    const resource = template.Resources[id];
    for (const used of new Set([...(resource?.DependsOn ?? []), ...references(resource?.Properties)])) {
      if (template.Resources[used]) visit(used);
    }
    path.pop();
    state.set(id, 'done');
  }

  for (const id of Object.keys(template.Resources)) visit(id);
  return cycles;
}

/** The logical ids that a value refers to. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const [argument] = Object.values(value) as unknown[];
  switch (intrinsicOf(value)) {
    case 'Ref':
      return [String(argument)];
    case 'Fn::GetAtt':
      return [String(Array.isArray(argument) ? argument[0] : String(argument).split('.')[0])];
    case 'Fn::Sub': {
      const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
      const ids = [...String(text).matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, id = '']) => id);
      return [...ids, ...references(variables)];
    }
    default:
      return Object.values(value).flatMap(references);
  }
}
