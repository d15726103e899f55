/** A node of the syntax tree as oxc gives it (ESTree with TypeScript's nodes). Offsets are UTF-16, into the cell as written. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The child under this key, if it is a node. */
export function childOf(node: SyntaxNode, key: string): SyntaxNode | undefined {
  const child = node[key];
  return isSyntaxNode(child) ? child : undefined;
}

/** The nodes in the list under this key; gaps (as in `[a, , b]`) are left out. */
export function childrenOf(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const list = node[key];
  return Array.isArray(list) ? list.filter(isSyntaxNode) : [];
}

export function nameOf(node: SyntaxNode | undefined): string {
  const name = node?.["name"] ?? node?.["value"];
  return typeof name === "string" ? name : "";
}
