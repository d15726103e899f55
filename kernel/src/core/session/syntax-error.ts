/** A cell that could not be read, shown at the place where reading ended. */
import type { CompiledCell } from "../compile/compile-cell.js";
import type { DescribedError } from "./realm.js";

export function syntaxError(
  source: string,
  count: number,
  { message, line, column }: Extract<CompiledCell, { type: "broken" }>,
): DescribedError {
  const text = source.split("\n")[line - 1] ?? "";
  // A line of a megabyte would drown the message.
  const from = Math.max(0, column - 60);
  const shown = text.slice(from, from + 120);
  return {
    ename: "SyntaxError",
    evalue: message,
    traceback: [
      `SyntaxError: ${message}`,
      `  Cell ${count}, line ${line}, column ${column}`,
      `    ${shown}`,
      `    ${" ".repeat(Math.max(0, column - 1 - from))}^`,
    ],
  };
}
