import type { Node } from "oxc-parser";

/**
 * Visits every node below `root`, in no promised order, without recursion: a sum of thirty thousand terms is a tree of that
 * depth. `enter` returns false to leave out what lies below a node.
 */
export function walkTree(root: Node, enter: (node: Node, parent: Node | undefined) => boolean | void): void {
  const waiting: { node: Node; parent: Node | undefined }[] = [{ node: root, parent: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node } = next;
    if (enter(node, next.parent) === false) continue;
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) {
        for (const entry of value as unknown[]) if (isNode(entry)) waiting.push({ node: entry, parent: node });
      } else if (isNode(value)) waiting.push({ node: value, parent: node });
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
