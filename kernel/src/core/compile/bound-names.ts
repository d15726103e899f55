import type { BindingPattern, BindingRestElement } from "oxc-parser";

/** The names that a declaration's left side makes, in order: `{ a, b: [c] }` makes a and c. */
export function boundNames(pattern: BindingPattern | BindingRestElement | null): string[] {
  if (pattern === null) return [];
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => boundNames(one.type === "RestElement" ? one : one.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((one) => boundNames(one));
    case "AssignmentPattern":
      return boundNames(pattern.left);
    default:
      return boundNames(pattern.argument);
  }
}
