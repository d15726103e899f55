import { parseSync, type OxcError, type Program } from "oxc-parser";
import { beyondLimits } from "./limits.js";
import { plainSyntaxMessage } from "./plain-syntax-message.js";

/** A cell that can be translated. */
export interface ParsedSource {
  readonly type: "parsed";
  /** The cell's text; a lone `{ a: 1 }` stands in parentheses. */
  readonly text: string;
  readonly lang: "ts" | "tsx";
  readonly program: Program;
  /** From an offset in `text` to one in the cell as written. */
  readonly writtenOffset: (offset: number) => number;
}

/** A cell that can't be read, with the place where reading stopped. */
export interface Mistake {
  readonly type: "mistake";
  readonly message: string;
  /** In the cell as written, UTF-16 units. */
  readonly offset: number;
}

/** Reads a cell as TypeScript, or as TSX where it is not TypeScript: `<T>value` and `<b>bold</b>` exclude each other. */
export function parseSource(source: string): ParsedSource | Mistake {
  const excess = beyondLimits(source);
  if (excess !== undefined) return { type: "mistake", ...excess };
  const plain = attempt(source, "ts");
  if (plain.type === "parsed") return asObject(source, plain) ?? plain;
  const object = asObject(source, undefined);
  if (object !== undefined) return object;
  if (!source.includes("<")) return plain;
  const jsx = attempt(source, "tsx");
  // Where neither can be read, the reading that came further says more.
  return jsx.type === "parsed" || jsx.offset > plain.offset ? jsx : plain;
}

function attempt(text: string, lang: "ts" | "tsx"): ParsedSource | Mistake {
  const result = parseSync(`cell.${lang}`, text, { lang, sourceType: "module" });
  const [error] = result.errors;
  if (error !== undefined) return mistake(text, error);
  return { type: "parsed", text, lang, program: result.program, writtenOffset: (offset) => offset };
}

export function mistake(text: string, error: Pick<OxcError, "message" | "labels" | "helpMessage">): Mistake {
  // Of two declarations of one name the later is the one to change.
  const places = error.labels.map(({ start }) => start);
  const offset = /already been declared/.test(error.message) ? Math.max(0, ...places) : (places[0] ?? 0);
  return { type: "mistake", message: plainSyntaxMessage(error, text), offset };
}

/**
 * `{ a: 1 }` alone in a cell is a block with a label to the language and an object to everybody else. A block that can also
 * be read as an object literal is taken for one, unless its semicolon says that it was meant as a statement.
 */
function asObject(source: string, parsed: ParsedSource | undefined): ParsedSource | undefined {
  const [start, end] = blockSpan(source, parsed?.program);
  if (start === undefined) return undefined;
  const text = `${source.slice(0, start)}(${source.slice(start, end)})${source.slice(end)}`;
  const object = attempt(text, "ts");
  const [only] = object.type === "parsed" ? object.program.body : [];
  if (object.type !== "parsed" || only?.type !== "ExpressionStatement") return undefined;
  const { expression } = only;
  const inside = expression.type === "ParenthesizedExpression" ? expression.expression : expression;
  if (inside.type !== "ObjectExpression") return undefined;
  const writtenOffset = (offset: number): number => offset - (offset > start ? 1 : 0) - (offset > end ? 1 : 0);
  return { ...object, writtenOffset };
}

function blockSpan(source: string, program: Program | undefined): [number, number] | [undefined, undefined] {
  if (program !== undefined) {
    const [only, ...others] = program.body;
    return others.length === 0 && only?.type === "BlockStatement" ? [only.start, only.end] : [undefined, undefined];
  }
  // `{ a: 1, b: 2 }` is no block at all.
  const found = /^(?:\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*(\{[\s\S]*\})\s*$/d.exec(source);
  return found?.indices?.[1] ?? [undefined, undefined];
}
