/**
 * For places without a REPL mode. A compiled cell is a script whose `let` and `class` belong to the session; here it becomes a
 * function whose declarations are assignments to properties of the global object. Those can be made again, functions see the
 * new values, and `await` may stand anywhere.
 */
import { parseSync, type VariableDeclaration } from "oxc-parser";
import { createGeneratedText, type Edit } from "./generated-text.js";
import { namesOf } from "./hoisted-names.js";
import { createTextLines, type TextPosition } from "./text-lines.js";

/** The global function that is told which names a cell is about to make, before it makes them. */
export const declareHook = "__surgeryDeclare";

export interface CellFunction {
  /** An expression whose value is a function; calling it runs the cell and gives its promise. */
  readonly code: string;
  /** From a place in `code` to the place in the script, both from 1. */
  readonly position: (line: number, column: number) => TextPosition;
}

/** @param script one part of a compiled cell */
export function asFunction(script: string): CellFunction {
  const { program } = parseSync("cell.js", script, { lang: "js", sourceType: "module" });
  const edits = program.body.flatMap((statement): Edit[] => {
    if (statement.type === "VariableDeclaration") return assignment(statement);
    if (statement.type !== "ClassDeclaration" || statement.id === null) return [];
    const { start, end, id } = statement;
    return [
      { start, end: start, text: `${id.name} = ` },
      { start: end, end, text: ";" },
    ];
  });
  const names = [...new Set(program.body.flatMap(namesOf))].map((name) => JSON.stringify(name));
  const out = createGeneratedText(script, edits);
  out.add(`(async () => { "use strict"; ${declareHook}(${names.join(", ")}); `, 0);
  out.copy(0, script.length);
  out.add("\n})", script.length);
  const code = out.text();
  return {
    code,
    position: (line, column) =>
      createTextLines(script).positionAt(out.originOf(createTextLines(code).offsetAt({ line, column }))),
  };
}

/** `let a = 1, b, { c } = o` as `(a = 1, b = void 0, { c } = o)`. */
function assignment({ start, declarations }: VariableDeclaration): Edit[] {
  const [first] = declarations;
  const last = declarations.at(-1);
  if (first === undefined || last === undefined) return [];
  const nothing = declarations
    .filter((one) => one.init === null)
    .map((one) => ({ start: one.end, end: one.end, text: " = void 0" }));
  return [{ start, end: first.start, text: "(" }, ...nothing, { start: last.end, end: last.end, text: ")" }];
}
