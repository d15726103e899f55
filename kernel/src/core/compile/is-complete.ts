import { parseSource } from "./parse-source.js";

export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | {
      readonly status: "incomplete";
      /** Blanks to begin the next line with. */
      readonly indent: string;
    };

/**
 * Whether a console should run what was typed or wait for more. What stops only because the text ends is incomplete; what
 * stops before that is invalid, whatever might follow.
 */
export function isComplete(source: string): Completeness {
  const parsed = parseSource(source);
  if (parsed.type === "parsed") return { status: "complete" };
  const rest = source.slice(parsed.offset);
  // A template or comment that never closes is named by its beginning, a question mark with a point by its own place.
  const isOpen = /^\s*$|^`|^\/\*|^\?\.\s*$/.test(rest) || isBareTry(source, rest);
  return isOpen ? { status: "incomplete", indent: indentAfter(source) } : { status: "invalid" };
}

/** A `try` whose `catch` has not been typed yet is named by the brace before it. */
function isBareTry(source: string, rest: string): boolean {
  return /^\}\s*$/.test(rest) && /\btry\b/.test(source);
}

function indentAfter(source: string): string {
  const line = source.trimEnd().split("\n").at(-1) ?? "";
  const before = /^\s*/.exec(line)?.[0] ?? "";
  return /[([{]$/.test(line) ? `${before}  ` : before;
}
