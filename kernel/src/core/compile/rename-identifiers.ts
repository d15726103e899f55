import type { Node, Program } from "oxc-parser";
import type { Edit } from "./generated-text.js";
import { walkTree } from "./walk-tree.js";

/**
 * Edits that give variables other names, in declarations and in uses alike, whatever scope they are in: renaming all of them
 * changes nothing about which use means which declaration. Names of properties and labels stay.
 */
export function renameIdentifiers(program: Program, names: ReadonlyMap<string, string>): Edit[] {
  if (names.size === 0) return [];
  const edits: Edit[] = [];
  // `{ URL }` and `{ URL = 1 }` must become `{ URL: other }`.
  const shorthand = new Set<Node>();
  walkTree(program, (node, parent) => {
    if (node.type === "ImportDeclaration" || node.type === "MetaProperty") return false;
    if (node.type === "Property" && node.shorthand)
      shorthand.add(node.value.type === "AssignmentPattern" ? node.value.left : node.value);
    if (node.type !== "Identifier" || isFixedName(node, parent)) return true;
    const name = names.get(node.name);
    if (name === undefined) return true;
    const text = shorthand.has(node) ? `${node.name}: ${name}` : name;
    edits.push({ start: node.start, end: node.start + node.name.length, text });
    return true;
  });
  return edits;
}

function isFixedName(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
      return parent.property === node && !parent.computed;
    case "Property":
      return parent.key === node && !parent.computed;
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.key === node && !parent.computed;
    case "LabeledStatement":
      return parent.label === node;
    case "BreakStatement":
    case "ContinueStatement":
    case "ExportSpecifier":
      return true;
    default:
      return false;
  }
}
