/**
 * From a cell as written to code that can be evaluated in a session that goes on: types stripped, imports made dynamic,
 * top-level declarations made redeclarable whatever kind came before, and the last expression kept as the cell's value.
 *
 * V8's REPL mode lets `let` replace `let` and nothing else reliably, so every top-level const, var, class and function becomes
 * a `let`. `let f = function f(){}` is not hoisted, so functions are evaluated first, as a part of their own. Both parts keep
 * the line numbers of the translated code; `lineOf` leads from there to the cell as written.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { parseSync } from "oxc-parser";
import { transformSync } from "oxc-transform";
import { applyEdits, type Edit } from "./edits.js";

export type CompiledCell =
  | {
      readonly type: "compiled";
      /** To be evaluated one after the other; the value of the last one is the cell's value. */
      readonly parts: readonly string[];
      readonly declared: readonly string[];
      /** From a line of the evaluated code to the line in the cell, both from 1. */
      readonly lineOf: (line: number) => number;
    }
  | { readonly type: "broken"; readonly message: string; readonly line: number; readonly column: number };

/** Name that the rewritten code expects in the global scope: `(specifier) => Promise<module>`. */
export const importHook = "__surgeryImport";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Rewrite {
  readonly code: string;
  readonly edits: Edit[];
  readonly declared: string[];
  readonly functions: { readonly start: number; readonly end: number; readonly name: string }[];
}

export function compileCell(source: string): CompiledCell {
  const original = parseSync("cell.ts", source, { lang: "ts", sourceType: "module" });
  const [mistake] = original.errors;
  if (mistake !== undefined) return broken(source, mistake.message, mistake.labels[0]?.start ?? 0);
  const stripped = transformSync("cell.ts", source, {
    lang: "ts",
    sourceType: "module",
    sourcemap: true,
    target: "es2024",
    typescript: { onlyRemoveTypeImports: true },
  });
  const [error] = stripped.errors;
  if (error !== undefined) return broken(source, error.message, error.labels[0]?.start ?? 0);
  const map = stripped.map === undefined ? undefined : new TraceMap(JSON.stringify(stripped.map));
  const lineOf = (line: number): number => (map === undefined ? line : lineBefore(map, line));
  return { type: "compiled", ...rewrite(stripped.code), lineOf };
}

/** The nearest line at or above that has a mapping: inserted lines belong to what stands before them. */
function lineBefore(map: TraceMap, line: number): number {
  for (let at = line; at > 0; at--) {
    const found = originalPositionFor(map, { line: at, column: 0, bias: 1 });
    if (found.line !== null) return found.line;
  }
  return line;
}

function broken(source: string, message: string, offset: number): CompiledCell {
  const before = source.slice(0, offset).split("\n");
  return { type: "broken", message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function rewrite(code: string): { parts: readonly string[]; declared: readonly string[] } {
  const { program, module } = parseSync("cell.js", code, { lang: "js", sourceType: "module" });
  const edits = module.dynamicImports.map((entry) => ({
    start: entry.start,
    end: entry.start + "import".length,
    text: importHook,
  }));
  const state: Rewrite = { code, edits, declared: [], functions: [] };
  for (const statement of program.body as unknown as Node[]) rewriteStatement(statement, state);
  const functions = functionPart(state);
  const blanked = state.functions.map(({ start, end }) => ({ start, end, text: lineBreaks(code.slice(start, end)) }));
  const outside = state.edits.filter(
    (edit) => !state.functions.some((one) => edit.start >= one.start && edit.end <= one.end),
  );
  const rest = applyEdits(code, [...outside, ...blanked]);
  return { parts: functions === "" ? [rest] : [functions, rest], declared: state.declared };
}

/** The functions alone, each on its own lines, everything else blank. */
function functionPart({ code, edits, functions }: Rewrite): string {
  let part = "";
  let at = 0;
  for (const { start, end, name } of functions) {
    const inner = edits
      .filter((edit) => edit.start >= start && edit.end <= end)
      .map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    part += `${lineBreaks(code.slice(at, start))}let ${name} = ${applyEdits(code.slice(start, end), inner)};`;
    at = end;
  }
  return part;
}

const lineBreaks = (text: string): string => "\n".repeat(text.split("\n").length - 1);

function rewriteStatement(statement: Node, state: Rewrite): void {
  const { edits, declared } = state;
  switch (statement.type) {
    case "ImportDeclaration":
      edits.push({ start: statement.start, end: statement.end, text: importStatement(statement, declared) });
      break;
    case "VariableDeclaration":
      rewriteVariables(statement, state);
      break;
    case "FunctionDeclaration": {
      const name = nameOf(statement["id"]);
      declared.push(name);
      state.functions.push({ start: statement.start, end: statement.end, name });
      break;
    }
    case "ClassDeclaration": {
      const name = nameOf(statement["id"]);
      declared.push(name);
      edits.push({ start: statement.start, end: statement.start, text: `let ${name} = ` });
      edits.push({ start: statement.end, end: statement.end, text: ";" });
      break;
    }
    case "ExportNamedDeclaration":
      rewriteExport(statement, state);
      break;
    case "ExportDefaultDeclaration":
    case "ExportAllDeclaration":
      edits.push({ start: statement.start, end: statement.end, text: "" });
      break;
    default:
      break;
  }
}

function rewriteVariables(statement: Node, { edits, declared }: Rewrite): void {
  const names: string[] = [];
  const declarations = statement["declarations"] as Node[];
  for (const one of declarations) collectNames(one["id"] as Node, names);
  declared.push(...names);
  const kind = String(statement["kind"]);
  const end = statement.start + kind.length;
  const simple = declarations.every((one) => (one["id"] as Node).type === "Identifier");
  // A translated enum is `var E = (…)(E || {})`: a `let` would not let it mention itself.
  if (kind === "var" && simple) edits.push({ start: statement.start, end, text: `let ${names.join(", ")};` });
  else if (kind === "const" || kind === "var") edits.push({ start: statement.start, end, text: "let" });
}

/** `export const a = 1` in a cell means `const a = 1`: a cell has nobody to export to. */
function rewriteExport(statement: Node, state: Rewrite): void {
  const inner = statement["declaration"] as Node | null;
  state.edits.push({ start: statement.start, end: inner?.start ?? statement.end, text: "" });
  if (inner !== null) rewriteStatement(inner, state);
}

function importStatement(statement: Node, declared: string[]): string {
  const source = JSON.stringify((statement["source"] as Node)["value"]);
  const specifiers = statement["specifiers"] as Node[];
  const load = `await ${importHook}(${source})`;
  if (specifiers.length === 0) return `${load};`;
  const whole = specifiers.find((one) => one.type === "ImportNamespaceSpecifier");
  const named = specifiers
    .filter((one) => one.type !== "ImportNamespaceSpecifier")
    .map((one) => {
      const local = nameOf(one["local"]);
      declared.push(local);
      const imported = one.type === "ImportDefaultSpecifier" ? "default" : nameOf(one["imported"]);
      return `${JSON.stringify(imported)}: ${local}`;
    });
  if (whole === undefined) return `let { ${named.join(", ")} } = ${load};`;
  const local = nameOf(whole["local"]);
  declared.push(local);
  return named.length === 0
    ? `let ${local} = ${load};`
    : `let ${local} = ${load}; let { ${named.join(", ")} } = ${local};`;
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? "";
}

function collectNames(pattern: Node | null, into: string[]): void {
  if (pattern === null) return;
  switch (pattern.type) {
    case "Identifier":
      into.push(nameOf(pattern));
      break;
    case "ObjectPattern":
      for (const property of pattern["properties"] as Node[])
        collectNames((property["value"] ?? property["argument"]) as Node, into);
      break;
    case "ArrayPattern":
      for (const element of pattern["elements"] as (Node | null)[]) collectNames(element, into);
      break;
    case "AssignmentPattern":
      collectNames(pattern["left"] as Node, into);
      break;
    case "RestElement":
      collectNames(pattern["argument"] as Node, into);
      break;
    default:
      break;
  }
}
