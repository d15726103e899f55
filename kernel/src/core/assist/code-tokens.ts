/**
 * The tokens of a cell up to the cursor. A cell that is being typed in rarely parses, so completion from memory reads tokens
 * and brackets instead of a tree.
 */
export interface Token {
  readonly type: "name" | "number" | "string" | "template" | "regex" | "sign";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface TokensBefore {
  readonly tokens: readonly Token[];
  /** What the cursor stands in. */
  readonly inside: "code" | "comment" | "string" | "template";
  /** Where that string or template begins (its quote). */
  readonly insideStart: number;
}

const name = /[\p{L}$_][\p{L}\p{N}$_]*/uy;
const number = /\d[\w.]*/y;
const sign = /=>|\?\.|\.\.\.|[^\s]/y;
const regex = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

export function tokensBefore(source: string, offset: number): TokensBefore {
  const text = source.slice(0, offset);
  const tokens: Token[] = [];
  /** For each template that is open around us: how many braces are open in its `${ }`. */
  const templates: number[] = [];
  let at = 0;
  const take = (type: Token["type"], end: number): void => {
    tokens.push({ type, text: text.slice(at, end), start: at, end });
    at = end;
  };
  const match = (pattern: RegExp): number | undefined => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : undefined;
  };
  while (at < text.length) {
    const character = text[at] ?? "";
    if (/\s/.test(character)) at++;
    else if (text.startsWith("//", at)) {
      const end = text.indexOf("\n", at);
      if (end < 0) return { tokens, inside: "comment", insideStart: at };
      at = end;
    } else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return { tokens, inside: "comment", insideStart: at };
      at = end + 2;
    } else if (character === '"' || character === "'") {
      const end = stringEnd(text, at);
      if (end === undefined) return { tokens, inside: "string", insideStart: at };
      take("string", end);
    } else if (character === "`" || (character === "}" && templates.at(-1) === 0)) {
      if (character === "}") templates.pop();
      const end = templatePartEnd(text, at + 1);
      if (end === undefined) return { tokens, inside: "template", insideStart: at };
      if (text[end - 1] === "{") templates.push(0);
      take("template", end);
    } else {
      const word = match(name);
      const digits = word === undefined ? match(number) : undefined;
      const pattern = character === "/" && regexMayFollow(tokens.at(-1)) ? match(regex) : undefined;
      if (word !== undefined) take("name", word);
      else if (digits !== undefined) take("number", digits);
      else if (pattern !== undefined) take("regex", pattern);
      else {
        const depth = templates.at(-1);
        if (depth !== undefined && character === "{") templates[templates.length - 1] = depth + 1;
        if (depth !== undefined && character === "}") templates[templates.length - 1] = depth - 1;
        take("sign", match(sign) ?? at + 1);
      }
    }
  }
  return { tokens, inside: "code", insideStart: offset };
}

/** Behind the closing quote; undefined where the text ends first. A string does not go over the line's end. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === text[start]) return at + 1;
    else if (text[at] === "\n") return at;
  }
  return undefined;
}

/** Behind the closing backtick, or behind the `${` that interrupts the template. */
function templatePartEnd(text: string, start: number): number | undefined {
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "`") return at + 1;
    else if (text[at] === "$" && text[at + 1] === "{") return at + 2;
  }
  return undefined;
}

const beforeValue = /^(?:return|typeof|case|in|of|await|void|delete|yield)$/;

/** A slash divides after a value and begins a pattern elsewhere. */
function regexMayFollow(token: Token | undefined): boolean {
  if (token === undefined) return true;
  if (token.type === "name") return beforeValue.test(token.text);
  return token.type === "sign" && token.text !== ")" && token.text !== "]" && token.text !== "}";
}
