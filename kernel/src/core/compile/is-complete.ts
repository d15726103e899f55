/** Stand-in until the language's own is merged: whether a cell can be run as it is. */
import { parseSync } from "oxc-parser";

export interface Completeness {
  readonly status: "complete" | "incomplete" | "invalid";
  readonly indent?: string;
}

export function isComplete(source: string): Completeness {
  const [error] = parseSync("cell.ts", source, { lang: "ts", sourceType: "module" }).errors;
  if (error === undefined) return { status: "complete" };
  const at = error.labels.at(-1)?.end ?? 0;
  const isAtEnd = at >= source.trimEnd().length || /Unterminated/.test(error.message);
  return isAtEnd ? { status: "incomplete", indent: "" } : { status: "invalid" };
}
