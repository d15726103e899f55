/** `answer.parts[0]["a b"]`: a name and what is read from it, the only kind of expression that can be looked up without running anything. */
import type { Token } from "./code-tokens.js";

export interface NameChain {
  readonly root: string;
  readonly path: readonly string[];
}

const plainName = /^[\p{L}$_][\p{L}\p{N}$_]*$/u;

export function isPlainName(text: string): boolean {
  return plainName.test(text);
}

/** As code. */
export function chainText({ root, path }: NameChain): string {
  return root + path.map((key) => (isPlainName(key) ? `.${key}` : `[${JSON.stringify(key)}]`)).join("");
}

export interface FoundChain extends NameChain {
  /** Index of its first token. */
  readonly first: number;
  /** Where it ends in the source. */
  readonly end: number;
}

/** The chain whose last token stands at `last`; undefined where there is a call, a bracket with a calculation in it, or a keyword. */
export function chainEndingAt(tokens: readonly Token[], last: number): FoundChain | undefined {
  const path: string[] = [];
  const end = tokens[last]?.end ?? 0;
  let at = last;
  for (;;) {
    if (isSign(tokens[at], "!") && at < last) at--;
    const token = tokens[at];
    const key = tokens[at - 1];
    if (token?.type === "name") {
      if (!isSign(tokens[at - 1], ".", "?.")) {
        return notValues.has(token.text) ? undefined : { root: token.text, path: path.toReversed(), first: at, end };
      }
      path.push(token.text);
      at -= 2;
    } else if (
      isSign(token, "]") &&
      isSign(tokens[at - 2], "[") &&
      (key?.type === "string" || key?.type === "number")
    ) {
      path.push(key.type === "string" ? literalText(key.text) : key.text);
      at -= isSign(tokens[at - 3], "?.") ? 4 : 3;
    } else return undefined;
  }
}

export function isSign(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.type === "sign" && texts.includes(token.text);
}

/** Good enough for names of columns: an escaped character stands for itself. */
function literalText(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(.)/g, "$1");
}

const notValues = new Set(
  "if for while switch catch with return typeof case in of await void delete yield function class new else do throw let const var import export extends instanceof super".split(
    " ",
  ),
);
