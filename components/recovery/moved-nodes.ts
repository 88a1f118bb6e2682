/**
 * Lets React change a page whose nodes others have moved: https://github.com/facebook/react/issues/11538
 *
 * React remembers the nodes that it has created and where. A translator or add-on that wraps, moves or removes one makes
 * the DOM refuse the next change beside it, and React would discard the part of the page around it. The two methods that
 * can fail then do what was meant. They change nothing about calls that the DOM accepts.
 */

/** Replaces the two methods of all nodes. @param nodes `Node.prototype` */
export function tolerateMovedNodes(nodes: Node): void {
  // They are called with the node that they belong to.
  /* eslint-disable @typescript-eslint/unbound-method */
  const { removeChild, insertBefore } = nodes;
  /* eslint-enable @typescript-eslint/unbound-method */

  /** Removes a child, wherever it is now. */
  nodes.removeChild = function <T extends Node>(this: Node, child: T): T {
    const parent = child.parentNode;
    if (parent === this) removeChild.call(this, child);
    else if (parent !== null) removeChild.call(parent, child);
    return child;
  };

  /** Inserts a child before another one, or before what now contains it. If it is elsewhere, the new one comes last. */
  nodes.insertBefore = function <T extends Node>(this: Node, child: T, next: Node | null | undefined): T {
    // The DOM takes undefined for null.
    let place = next ?? null;
    while (place !== null && place.parentNode !== this) place = place.parentNode;
    insertBefore.call(this, child, place);
    return child;
  };
}
