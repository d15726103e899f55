/**
 * Where the parts of a JSON text stand, and new parts in the same hand: so that one cell of somebody else's notebook can be
 * changed and every other byte stays theirs. The text has been parsed before: what is here does not look for mistakes.
 */
export interface JsonPiece {
  readonly start: number;
  /** Position after the last character. */
  readonly end: number;
}

export interface JsonMember extends JsonPiece {
  readonly key: string;
  /** Where the value stands; the piece itself begins with the key. */
  readonly value: JsonPiece;
}

/** @param at position of the opening brace, or of blanks before it */
export function jsonMembers(text: string, at: number): JsonMember[] {
  const members: JsonMember[] = [];
  let position = skipBlanks(text, skipBlanks(text, at) + 1);
  while (text[position] !== "}") {
    const keyEnd = skipString(text, position);
    const valueStart = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
    const end = skipValue(text, valueStart);
    const key = JSON.parse(text.slice(position, keyEnd)) as string;
    members.push({ key, start: position, end, value: { start: valueStart, end } });
    position = skipComma(text, end);
  }
  return members;
}

/** @param at position of the opening bracket, or of blanks before it */
export function jsonItems(text: string, at: number): JsonPiece[] {
  const items: JsonPiece[] = [];
  let position = skipBlanks(text, skipBlanks(text, at) + 1);
  while (text[position] !== "]") {
    const end = skipValue(text, position);
    items.push({ start: position, end });
    position = skipComma(text, end);
  }
  return items;
}

function skipBlanks(text: string, at: number): number {
  let position = at;
  while (/\s/.test(text[position] ?? "")) position++;
  return position;
}

function skipComma(text: string, at: number): number {
  const position = skipBlanks(text, at);
  return text[position] === "," ? skipBlanks(text, position + 1) : position;
}

function skipString(text: string, at: number): number {
  let position = at + 1;
  while (text[position] !== '"') position += text[position] === "\\" ? 2 : 1;
  return position + 1;
}

function skipValue(text: string, at: number): number {
  if (text[at] === '"') return skipString(text, at);
  if (text[at] !== "{" && text[at] !== "[") return at + /^[^\s,\]}]*/.exec(text.slice(at, at + 400))![0].length;
  let depth = 0;
  let position = at;
  do {
    const character = text[position];
    if (character === '"') {
      position = skipString(text, position);
      continue;
    }
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    position++;
  } while (depth > 0);
  return position;
}

/** How somebody's program writes JSON. */
export interface JsonHand {
  /** One step of indent; undefined where all stands on one line. */
  readonly indent: string | undefined;
  readonly newline: string;
  readonly afterColon: string;
  /** Only where all stands on one line. */
  readonly afterComma: string;
  /** Whether everything beyond ASCII is written as `\uXXXX`. */
  readonly ascii: boolean;
}

/** @param text an object */
export function jsonHand(text: string): JsonHand {
  const outer = /^\s*\{(\r?\n)?([ \t]*)"/.exec(text);
  const newline = outer?.[1];
  return {
    indent: newline === undefined ? undefined : (outer?.[2] ?? ""),
    newline: newline ?? "",
    afterColon: /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:(\s*)/.exec(text)?.[1] ?? " ",
    afterComma: /, "/.test(text) ? " " : "",
    // oxlint-disable-next-line no-control-regex -- ASCII is what is asked about
    ascii: !/[^\u0000-\u007f]/.test(text) && /\\u[0-9a-f]{4}/i.test(text),
  };
}

/** @param depth how many levels in the value stands */
export function writeJson(value: unknown, hand: JsonHand, depth: number): string {
  if (typeof value !== "object" || value === null) return writeScalar(value, hand);
  const parts = Array.isArray(value)
    ? value.map((item) => writeJson(item, hand, depth + 1))
    : Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => `${writeScalar(key, hand)}:${hand.afterColon}${writeJson(inner, hand, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  return `${open}${lineStart(hand, depth + 1)}${joinJson(parts, hand, depth + 1)}${lineStart(hand, depth)}${close}`;
}

/** Parts that stand `depth` levels in, with what comes between them. */
export function joinJson(parts: readonly string[], hand: JsonHand, depth: number): string {
  return parts.join(hand.indent === undefined ? `,${hand.afterComma}` : `,${lineStart(hand, depth)}`);
}

export function lineStart({ indent, newline }: JsonHand, depth: number): string {
  return indent === undefined ? "" : newline + indent.repeat(depth);
}

function writeScalar(value: unknown, { ascii }: JsonHand): string {
  const text = JSON.stringify(value);
  if (!ascii) return text;
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
