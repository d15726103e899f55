/** Stand-in until the language's own compiler is merged: what the check runner uses, with the value of the last expression handed over. */
import { parseSync } from "oxc-parser";
import { compileCell as compileForChecks } from "../compile-cell.js";

export interface CompileOptions {
  /** Source URL, for example "cell-3.ts". */
  readonly name: string;
  /** Global function that takes the value of the last expression. */
  readonly resultHook: string;
}

export type CompiledCell =
  | {
      readonly type: "compiled";
      readonly parts: readonly string[];
      readonly declared: readonly string[];
      /** From a place in the evaluated code to the place in the cell, both from 1. */
      readonly position: (line: number, column: number) => { readonly line: number; readonly column: number };
      readonly hasResult: boolean;
    }
  | { readonly type: "broken"; readonly message: string; readonly line: number; readonly column: number };

export function compileCell(source: string, { resultHook }: CompileOptions): CompiledCell {
  const compiled = compileForChecks(source);
  if (compiled.type === "broken") return compiled;
  const { parts, declared, lineOf } = compiled;
  const position = (line: number, column: number): { line: number; column: number } => ({ line: lineOf(line), column });
  const code = parts.at(-1) ?? "";
  const last = parseSync("cell.js", code, { lang: "js" }).program.body.at(-1);
  const hasResult = last?.type === "ExpressionStatement" && !source.trimEnd().endsWith(";");
  if (!hasResult) return { type: "compiled", parts, declared, position, hasResult };
  const expression = code.slice(last.start, last.end).replace(/;\s*$/, "");
  const handed = `${code.slice(0, last.start)}${resultHook}(await (${expression}\n));${code.slice(last.end)}`;
  return { type: "compiled", parts: [...parts.slice(0, -1), handed], declared, position, hasResult };
}
