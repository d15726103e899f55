/**
 * Decorators as TC39 has them: no engine runs them yet, and oxc only knows the older, TypeScript-only kind. Babel lowers them;
 * it is loaded with the first cell that needs it, so nobody else waits for it.
 */
import type Babel from "@babel/standalone";
import { parseSync, type Program } from "oxc-parser";
import { createGeneratedText, type GeneratedText } from "./generated-text.js";
import { parseSource } from "./parse-source.js";
import { createMapping, type Mapping } from "./source-mapping.js";
import { createTextLines, type TextPosition } from "./text-lines.js";
import { declaredBy } from "./variables.js";
import { walkTree } from "./walk-tree.js";

let babel: typeof Babel | undefined;

export type Lowered =
  | {
      readonly type: "lowered";
      readonly js: string;
      readonly mapping: Mapping;
      /** Babel's own helpers, and names that belong to this cell alone: a later cell has helpers of the same names. */
      readonly renames: ReadonlyMap<string, string>;
    }
  | { readonly type: "mistake"; readonly message: string; readonly at: TextPosition };

/** Loads what a cell needs to be compiled. Most need nothing: then there is nothing to wait for. */
export function prepareCompile(source: string): Promise<void> | undefined {
  if (babel !== undefined || !mayHaveDecorators(source)) return undefined;
  const parsed = parseSource(source);
  if (parsed.type === "mistake" || !hasDecorators(parsed.program)) return undefined;
  return import("@babel/standalone").then((loaded) => {
    babel = loaded.default;
  });
}

/** @param name the cell's, to tell its helpers from those of others */
export function lowerDecorators(js: string, name: string): Lowered {
  const same: Lowered = { type: "lowered", js, mapping: (place) => place, renames: new Map() };
  if (!mayHaveDecorators(js)) return same;
  const { program } = parseSync("cell.js", js, { lang: "js", sourceType: "module" });
  if (!hasDecorators(program)) return same;
  const start = createTextLines(js).positionAt(0);
  if (babel === undefined) return { type: "mistake", message: "Decorators are not loaded.", at: start };
  const prepared = namedClasses(js, program);
  const input = prepared.text();
  try {
    const { code, map } = babel.transform(input, {
      plugins: [["proposal-decorators", { version: "2023-11" }]],
      parserOpts: { plugins: ["explicitResourceManagement", "importAttributes"] },
      sourceMaps: true,
      compact: false,
      filename: "cell.js",
    });
    const lines = { given: createTextLines(js), input: createTextLines(input) };
    const fromBabel = createMapping(map, code, input);
    const mapping: Mapping = (place) =>
      lines.given.positionAt(prepared.originOf(lines.input.offsetAt(fromBabel(place))));
    return { type: "lowered", js: code, mapping, renames: helperNames(code, input, name) };
  } catch (error) {
    const { loc } = error as { loc?: { line: number; column: number } };
    const message = error instanceof Error ? error.message.split("\n", 1)[0] : undefined;
    const at = loc === undefined ? start : { line: loc.line, column: loc.column + 1 };
    return {
      type: "mistake",
      message: (message ?? "This decorator can't stand here.").replace(/^\S*cell\.js: |\s*\(\d+:\d+\)$/g, ""),
      at,
    };
  }
}

function mayHaveDecorators(text: string): boolean {
  return /@\s*[\p{ID_Start}$_(]/u.test(text);
}

function hasDecorators(program: Program): boolean {
  let found = false;
  walkTree(program, (node) => {
    found ||= node.type === "Decorator";
    return !found;
  });
  return found;
}

/**
 * `@dec class A {}` as `let A = @dec class A {};`: of a declaration that nobody exports Babel keeps the class but gives its
 * name away, and the next cell would not find it.
 */
function namedClasses(js: string, program: Program): GeneratedText {
  const out = createGeneratedText(js, []);
  let at = 0;
  for (const statement of program.body) {
    const inner =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
        ? statement.declaration
        : statement;
    if (inner?.type !== "ClassDeclaration" || inner.id === null) continue;
    // The export goes too: `export default let` is nothing.
    out.copy(at, statement.start);
    out.add(`let ${inner.id.name} = `, inner.start);
    out.copy(inner.start, inner.end);
    out.add(";", inner.end);
    at = statement.end;
  }
  out.copy(at, js.length);
  return out;
}

function helperNames(lowered: string, given: string, cell: string): ReadonlyMap<string, string> {
  const own = topLevelNames(given);
  const suffix = `$${cell.replaceAll(/[^\p{ID_Continue}]/gu, "_")}`;
  return new Map(
    [...topLevelNames(lowered)].filter((name) => !own.has(name)).map((name) => [name, name + suffix] as const),
  );
}

function topLevelNames(js: string): Set<string> {
  const { program } = parseSync("cell.js", js, { lang: "js", sourceType: "module" });
  const names = program.body.flatMap((one) => {
    if (one.type === "VariableDeclaration") return declaredBy(one);
    return (one.type === "FunctionDeclaration" || one.type === "ClassDeclaration") && one.id !== null
      ? [one.id.name]
      : [];
  });
  return new Set(names);
}
