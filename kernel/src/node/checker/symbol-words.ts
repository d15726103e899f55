/** TypeScript's numbers for kinds of things, as the words that front ends and people know. */
import type { CompletionKind } from "../../core/assist/completion.js";

/** `CompletionItemKind` of TypeScript 7.0.2 (the language server protocol's). */
const completionKinds: Readonly<Record<number, CompletionKind>> = {
  1: "text",
  2: "method",
  3: "function",
  4: "class",
  5: "field",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  12: "text",
  13: "enum",
  14: "keyword",
  17: "file",
  19: "file",
  20: "constant",
  21: "constant",
  25: "type",
};

export function completionKind(kind: number | undefined): CompletionKind {
  return completionKinds[kind ?? 1] ?? "text";
}
