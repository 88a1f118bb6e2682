/** The depth of an operation: "Configuring query depth limits" in the AppSync developer guide. */
import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/**
 * Counts the levels of fields. Fragments do not add a level.
 *
 * @param selectionSet the selection set of an operation
 * @param fragments the fragments of the validated document, without cycles
 */
export function depthOf(selectionSet: SelectionSetNode, fragments: Record<string, FragmentDefinitionNode>): number {
  // Visit each fragment once: nested fragments that are spread twice would take exponential time.
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
