/**
 * From translated JavaScript of a module to a script for a session that goes on. What V8's REPL mode does decides how
 * (facts were measured with V8 13.6):
 *
 * - `let` and `class` replace `let` and `class`, and nothing else replaces anything. So everything that makes a name at the top
 *   level becomes one of the two. A `let` keeps the earlier value until its own is there: a cell that fails half-way takes
 *   nothing away, and `let rows = rows.filter(…)` reads the earlier rows.
 * - Functions are used above where they stand, so they move to the top; nameless, so that they call each other and themselves
 *   through the names of the session, which later cells may give away.
 * - `var` belongs to the top level from inside blocks and loops, and may stand there twice: such names are declared at the top
 *   and assigned where they stood.
 * - `using` at the top of a script is taken without ever letting go. A cell with it runs in a block of its own, its names
 *   declared outside.
 */
import {
  parseSync,
  type EcmaScriptModule,
  type Function as FunctionNode,
  type Program,
  type VariableDeclaration,
} from "oxc-parser";
import { createGeneratedText, type Edit, type GeneratedText } from "./generated-text.js";
import { importHook, importMetaHook } from "./hooks.js";
import { hoistedNames, namesOf } from "./hoisted-names.js";
import { importText, loadText } from "./import-text.js";
import { renameIdentifiers } from "./rename-identifiers.js";
import { asAssignment, asTarget, declaredBy, nestedVariables } from "./variables.js";

export interface RewriteOptions {
  /** Global function that is given the awaited value of the last expression; without it that expression is left alone. */
  readonly resultHook: string | undefined;
  /** Names that must start afresh, although their first value mentions them: enums. */
  readonly fresh: ReadonlySet<string>;
  /** Names whose value is `require(…)` and must be an import: `import a = require("a")`. */
  readonly required: ReadonlySet<string>;
  /** Under which other names variables are to be kept; decided with all names at hand. */
  readonly renames: (declared: readonly string[]) => ReadonlyMap<string, string>;
}

export interface Rewritten {
  readonly code: string;
  readonly declared: readonly string[];
  readonly hasResult: boolean;
  /** From an offset in `code` to one in the JavaScript that was given. */
  readonly originOf: (offset: number) => number;
}

type TopLevel = Program["body"][number];

/** A statement of the cell, and the span that it takes up with an `export` in front of it. */
interface Part {
  readonly statement: TopLevel;
  readonly start: number;
  readonly end: number;
}

interface Rewrite {
  readonly options: RewriteOptions;
  readonly out: GeneratedText;
  readonly local: (name: string) => string;
  /** Whether the cell runs in a block of its own. */
  readonly inBlock: boolean;
}

export function rewrite(js: string, options: RewriteOptions): Rewritten {
  const { program, module } = parseSync("cell.js", js, { lang: "js", sourceType: "module" });
  const parts = program.body.map((statement) => withoutExport(statement));
  const statements = parts.map((part) => part.statement);
  const nested = nestedVariables(statements);
  const nestedNames = nested.flatMap((one) => declaredBy(one.declaration));
  const declared = [...new Set([...statements.flatMap(namesOf), ...nestedNames])];
  const inBlock = statements.some((one) => one.type === "VariableDeclaration" && isUsing(one));
  const hoisted = hoistedNames(js, statements, nestedNames, inBlock, options.fresh);
  const renames = options.renames(declared);
  const local = (name: string): string => renames.get(name) ?? name;
  const edits = [
    ...moduleEdits(module),
    ...nested.flatMap((one) => (one.loopTarget ? asTarget(one.declaration) : asAssignment(one.declaration))),
    ...statements.flatMap((one) => variableEdits(one, hoisted, inBlock, options.required, local)),
  ];
  const renamed = renameIdentifiers(program, renames).filter(
    (edit) => !edits.some((other) => other.start <= edit.start && other.end >= edit.end),
  );
  const out = createGeneratedText(js, [...edits, ...renamed]);
  const state: Rewrite = { options, out, local, inBlock };
  out.add('"use strict"; ', 0);
  for (const one of statements) {
    if (one.type === "ImportDeclaration") out.add(`${importText(one, local)} `, one.start);
  }
  if (hoisted.size > 0) out.add(`let ${[...hoisted].map(local).join(", ")}; `, 0);
  const seen = new Set(hoisted);
  for (const one of statements) if (one.type === "FunctionDeclaration") writeFunction(one, state, seen);
  if (inBlock) out.add("{ ", 0);
  const hasResult = writeParts(parts, js.length, state);
  if (inBlock) out.add("\n}", js.length);
  return { code: out.text(), declared, hasResult, originOf: out.originOf };
}

/** `import(…)` and `import.meta`, wherever they stand. */
function moduleEdits({ dynamicImports, importMetas }: EcmaScriptModule): Edit[] {
  return [
    ...dynamicImports.map(({ start }) => ({ start, end: start + "import".length, text: importHook })),
    ...importMetas.map(({ start, end }) => ({ start, end, text: importMetaHook })),
  ];
}

/** A cell has nobody to export to: `export const a = 1` means `const a = 1`. */
function withoutExport(statement: TopLevel): Part {
  const { start, end } = statement;
  switch (statement.type) {
    case "ExportNamedDeclaration":
      if (statement.declaration !== null) return { statement: statement.declaration, start, end };
      return { statement, start, end };
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      const named =
        (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") &&
        declaration.id !== null;
      return { statement: named ? declaration : statement, start, end };
    }
    default:
      return { statement, start, end };
  }
}

function variableEdits(
  statement: TopLevel,
  hoisted: ReadonlySet<string>,
  inBlock: boolean,
  required: ReadonlySet<string>,
  local: (name: string) => string,
): Edit[] {
  if (statement.type !== "VariableDeclaration") return [];
  const { kind, start, declarations } = statement;
  const edits = declarations.flatMap((one) => requireEdits(one, required));
  if (isUsing(statement)) return [...edits, ...usingEdits(statement, local)];
  const functionToo = kind === "var" && declaredBy(statement).some((name) => hoisted.has(name));
  if (inBlock || functionToo) return [...edits, ...asAssignment(statement)];
  // As wide as before, so that columns stay what they were.
  return [...edits, { start, end: start + kind.length, text: "let".padEnd(kind.length) }];
}

function isUsing({ kind }: VariableDeclaration): boolean {
  return kind === "using" || kind === "await using";
}

/** `import fs = require("fs")` arrives as `const fs = require("fs")`. */
function requireEdits(one: VariableDeclaration["declarations"][number], required: ReadonlySet<string>): Edit[] {
  const { id, init } = one;
  if (id.type !== "Identifier" || !required.has(id.name) || init?.type !== "CallExpression") return [];
  return [
    {
      start: init.callee.start,
      end: init.callee.end,
      text: `((module) => module.default ?? module)(await ${importHook}`,
    },
    { start: init.end, end: init.end, text: ")" },
  ];
}

/** `using file = open()` as `using __using0 = (file = open())`: the name outlives the block, what it holds is let go. */
function usingEdits({ declarations }: VariableDeclaration, local: (name: string) => string): Edit[] {
  return declarations.flatMap((one) => {
    if (one.id.type !== "Identifier" || one.init === null) return [];
    const { start, end, name } = one.id;
    return [
      { start, end, text: `__using${start}` },
      { start: one.init.start, end: one.init.start, text: `(${local(name)} = ` },
      { start: one.init.end, end: one.init.end, text: ")" },
    ];
  });
}

function writeFunction({ id, start, end }: FunctionNode, { out, local }: Rewrite, seen: Set<string>): void {
  if (id === null) return;
  // Two functions of one name in a cell: the later one counts.
  out.add(`${seen.has(id.name) ? "" : "let "}${local(id.name)} = `, start);
  seen.add(id.name);
  out.copy(start, id.start);
  out.copy(id.end, end);
  out.add("; ", end);
}

/** @returns whether the last expression's value is handed over */
function writeParts(parts: readonly Part[], end: number, state: Rewrite): boolean {
  const { out, options } = state;
  // The translator leaves an empty `export {}` where only types were.
  const last = parts.findLast(({ statement }) => statement.type !== "ExportNamedDeclaration");
  let at = 0;
  let hasResult = false;
  for (const part of parts) {
    out.copy(at, part.start);
    at = part.end;
    const value = part === last && options.resultHook !== undefined ? valueOf(part.statement) : undefined;
    if (value === undefined) {
      writeStatement(part.statement, state);
    } else {
      hasResult = true;
      out.add(`${options.resultHook}(await (`, value.start);
      out.copy(value.start, value.end);
      out.add("));", value.end);
    }
  }
  out.copy(at, end);
  return hasResult;
}

function valueOf(statement: TopLevel): { readonly start: number; readonly end: number } | undefined {
  if (statement.type === "ExpressionStatement") return statement.expression;
  return statement.type === "ExportDefaultDeclaration" ? statement.declaration : undefined;
}

function writeStatement(statement: TopLevel, { out, inBlock, local }: Rewrite): void {
  const { start, end } = statement;
  switch (statement.type) {
    case "ImportDeclaration":
    case "FunctionDeclaration":
      break;
    case "ExportAllDeclaration":
      out.add(`${loadText(statement)};`, start);
      break;
    case "ExportNamedDeclaration":
      if (statement.source !== null) out.add(`${loadText(statement)};`, start);
      break;
    case "ExportDefaultDeclaration":
      out.add("(", start);
      out.copy(statement.declaration.start, statement.declaration.end);
      out.add(");", end);
      break;
    case "ClassDeclaration":
      if (inBlock && statement.id !== null) out.add(`${local(statement.id.name)} = `, start);
      out.copy(start, end);
      if (inBlock) out.add(";", end);
      break;
    default:
      out.copy(start, end);
      break;
  }
}
