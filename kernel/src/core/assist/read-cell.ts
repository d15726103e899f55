/**
 * One cell as the checker needs it: which names it declares, where it mentions names, and what must be changed in its text
 * so that it can stand in one file with all the others.
 */
import { parseSource } from "../compile/parse-source.js";
import type { Edit } from "./edits.js";
import { asBoth, asValue, declaredNames, hoistedVars } from "./declared-names.js";
import { nameUses, type NameUse } from "./name-uses.js";
import { childOf, childrenOf, isSyntaxNode, nameOf, type SyntaxNode } from "./syntax-node.js";

export interface ReadCell {
  /** Names of the top level, each with `asValue`, `asType` or `asBoth`. */
  readonly declares: ReadonlyMap<string, number>;
  readonly uses: readonly NameUse[];
  /** Always needed: the file is TSX, where `<T>x` would be an element. */
  readonly edits: readonly Edit[];
  /**
   * What makes the compiler as forgiving as the language: to it, an empty list can only ever hold nothing, and an empty object can be
   * given nothing, and what is null at first can only stay so; but filling them later is how everybody begins.
   */
  readonly looseEdits: readonly Edit[];
  /** Needed once the cell has run: a file has one default export, a notebook has as many as it likes. */
  readonly settledEdits: readonly Edit[];
  /** It changes what is known of earlier names, so it stays even if it declares nothing. */
  readonly matters: boolean;
}

/** Undefined for a cell that cannot be read: with a syntax error, or beyond the limits of what is compiled. */
export function readCell(source: string): ReadCell | undefined {
  const parsed = parseSource(source);
  if (parsed.type === "mistake") return undefined;
  const { text, writtenOffset, lang } = parsed;
  const program = parsed.program as unknown as SyntaxNode;
  const statements = childrenOf(program, "body");
  const declares = new Map<string, number>();
  const declare = (name: string, meaning: number): void => void declares.set(name, (declares.get(name) ?? 0) | meaning);
  declaredNames(statements, declare);
  for (const statement of statements) hoistedVars(statement, (name) => declare(name, asValue));
  const written = <Placed extends Edit | NameUse>(one: Placed): Placed => ({
    ...one,
    start: writtenOffset(one.start),
    end: writtenOffset(one.end),
  });
  const forTsx = (lang === "ts" ? [...editsForTsx(program, text)] : []).map(written);
  return {
    declares,
    uses: nameUses(program)
      .map(written)
      .filter((use) => !forTsx.some((edit) => use.start >= edit.start && use.start < edit.end)),
    edits: text === source ? forTsx : [...inBrackets(source, text), ...forTsx],
    looseEdits: [...editsForEmpties(program)].map(written),
    settledEdits: statements.flatMap(withoutExport).map(written),
    matters: statements.some((one) => mattersLater(one, declares)),
  };
}

/** A lone `{ a: 1 }` is read as an object in brackets: the two that were put around it. */
function inBrackets(source: string, text: string): Edit[] {
  let start = 0;
  while (source[start] === text[start]) start++;
  let rest = 0;
  while (source.at(-1 - rest) === text.at(-1 - rest)) rest++;
  const end = source.length - rest;
  return [
    { start, end: start, text: "(" },
    { start: end, end, text: ")" },
  ];
}

/** `<T>value` becomes `(value as T)`, and `<T>(x: T) => x` becomes `<T,>(x: T) => x`. */
function* editsForTsx(node: SyntaxNode, source: string): Generator<Edit> {
  const expression = childOf(node, "expression");
  const type = childOf(node, "typeAnnotation");
  const parameters = childOf(node, "typeParameters");
  if (node.type === "TSTypeAssertion" && expression !== undefined && type !== undefined) {
    yield { start: node.start, end: expression.start, text: "(" };
    // Inside out: the edits of a cast within this one may end where this one ends.
    yield* editsForTsx(expression, source);
    yield { start: node.end, end: node.end, text: ` as ${source.slice(type.start, type.end)})` };
    return;
  }
  if (node.type === "ArrowFunctionExpression" && parameters !== undefined) {
    const at = parameters.end - 1;
    if (!source.slice(parameters.start, at).trimEnd().endsWith(",")) yield { start: at, end: at, text: "," };
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isSyntaxNode(child)) yield* editsForTsx(child, source);
    }
  }
}

/** `[]` becomes `([] as any[])`, `{}` becomes `({} as any)`, `let a = null` becomes `let a: any = null`, where nothing else says what they are. */
function* editsForEmpties(node: SyntaxNode): Generator<Edit> {
  const type = emptyTypes[node.type];
  if (type !== undefined && childrenOf(node, "elements").length + childrenOf(node, "properties").length === 0) {
    yield { start: node.start, end: node.start, text: "(" };
    yield { start: node.end, end: node.end, text: ` as ${type})` };
    return;
  }
  if (/^TS(?:As|Satisfies|TypeAssertion)/.test(node.type)) return;
  if (node.type === "VariableDeclarator") {
    const [id, init] = [childOf(node, "id"), childOf(node, "init")];
    if (id?.["typeAnnotation"] != null) return;
    const isNothing = init?.["raw"] === "null" || (init?.type === "Identifier" && nameOf(init) === "undefined");
    if (id?.type === "Identifier" && isNothing) yield { start: id.end, end: id.end, text: ": any" };
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isSyntaxNode(child)) yield* editsForEmpties(child);
    }
  }
}

const emptyTypes: Readonly<Record<string, string>> = { ArrayExpression: "any[]", ObjectExpression: "any" };

function withoutExport(statement: SyntaxNode): Edit[] {
  const inner = childOf(statement, "declaration");
  switch (statement.type) {
    case "ExportAllDeclaration":
      return [{ start: statement.start, end: statement.end, text: ";" }];
    case "ExportNamedDeclaration":
      return [{ start: statement.start, end: inner?.start ?? statement.end, text: inner === undefined ? ";" : "" }];
    case "ExportDefaultDeclaration": {
      const named = inner !== undefined && inner.type.endsWith("Declaration") && childOf(inner, "id") !== undefined;
      return [{ start: statement.start, end: inner?.start ?? statement.end, text: named ? "" : "void " }];
    }
    default:
      return [];
  }
}

/**
 * What was learnt about an earlier name by `if (!row) throw …`, `x = 5` or `assert(row)` holds in later cells. Whatever else a
 * cell does, it leaves the types of other cells as they were.
 */
function mattersLater(node: SyntaxNode, own: ReadonlyMap<string, number>): boolean {
  if (/Function|^Class|^TS/.test(node.type)) return false;
  if (node.type === "ThrowStatement") return true;
  if (node.type === "AssignmentExpression" || node.type === "UpdateExpression") {
    const target = rootName(childOf(node, "left") ?? childOf(node, "argument"));
    if (target === undefined || !own.has(target)) return true;
  }
  if (node.type === "CallExpression" && rootName(childOf(node, "callee"))?.startsWith("assert") === true) return true;
  return Object.values(node).some((value) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).some(
      (child) => isSyntaxNode(child) && mattersLater(child, own),
    ),
  );
}

/** `a` for `a`, `a.b` and `a[0].c`. */
function rootName(node: SyntaxNode | undefined): string | undefined {
  let at = node;
  while (at?.type === "MemberExpression") at = childOf(at, "object");
  return at?.type === "Identifier" ? nameOf(at) : undefined;
}

/**
 * What a cell that does not parse (somebody is typing in it) declares as far as can be seen. `offset` is where the cursor
 * stands: most cells parse once a name stands there.
 */
export function declaredWhileTyping(source: string, offset: number): ReadonlyMap<string, number> {
  const filled = readCell(`${source.slice(0, offset)}x${source.slice(offset)}`);
  if (filled !== undefined) return filled.declares;
  const found = new Map<string, number>();
  for (const [, name] of source.matchAll(declarationAtLineStart)) if (name !== undefined) found.set(name, asBoth);
  return found;
}

const declarationAtLineStart =
  /^(?:export\s+)?(?:async\s+)?(?:let|const|var|function\*?|class|interface|type|enum)\s+([\p{L}$_][\p{L}\p{N}$_]*)/gmu;
