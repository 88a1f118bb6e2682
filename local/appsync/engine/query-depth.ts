/** How deep an operation nests its fields: "Configuring query depth limits" in the AppSync developer guide. */
import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/**
 * @param selectionSet of an operation
 * @param fragments of its document, without circles, as the validation leaves them
 * @returns the levels of fields; a fragment is no level of its own
 */
export function depthOf(selectionSet: SelectionSetNode, fragments: Record<string, FragmentDefinitionNode>): number {
  // Each fragment once: fragments that spread fragments twice double the work with each.
  const known = new Map<string, number>();

  function depthOfFragment(name: string): number {
    const depth = known.get(name) ?? depthIn(fragments[name]?.selectionSet);
    known.set(name, depth);
    return depth;
  }

  function depthIn(set: SelectionSetNode | undefined): number {
    return (set?.selections ?? []).reduce((deepest, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return Math.max(deepest, depthOfFragment(selection.name.value));
      const depth = depthIn(selection.selectionSet);
      return Math.max(deepest, selection.kind === Kind.FIELD ? depth + 1 : depth);
    }, 0);
  }

  return depthIn(selectionSet);
}
