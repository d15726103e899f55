import type { OxcError } from "oxc-parser";

/** What the parser found, in words for somebody who is new to the language. Unknown messages stay as they are. */
export function plainSyntaxMessage(error: Pick<OxcError, "message" | "labels" | "helpMessage">, text: string): string {
  const { start = 0, end = 0 } = error.labels[0] ?? {};
  const found = text.slice(start, end);
  const missing = /^Expected `(.+?)` (?:or `(.+?)` )?but found `(.+)`$/.exec(error.message);
  if (missing !== null) return missingMessage(missing[1] ?? "", missing[2], text, start, found);
  if (error.message.startsWith("Expected a semicolon")) return besideMessage(text, start);
  const twice = /^Identifier `(.+)` has already been declared$/.exec(error.message);
  if (twice !== null) return `\`${twice[1]}\` is already declared in this cell. Use another name, or declare it once.`;
  switch (error.message) {
    case "Unexpected token":
    case "Unexpected end of file":
      return found.trim() === ""
        ? "The cell ends too early: something is still missing after this."
        : `\`${shorten(found)}\` can't stand here.`;
    case "Unterminated string":
      return found.startsWith("`")
        ? "This text begins with a back-tick (`) but has no back-tick at its end."
        : "This text has a quotation mark at its beginning but none at its end.";
    case "Unterminated multiline comment":
      return "This comment begins with /* but has no */ at its end.";
    case "Unterminated regular expression":
      return "This pattern begins with / but has no / at its end.";
    default:
      return error.helpMessage === null ? error.message : `${error.message} ${error.helpMessage}`;
  }
}

function missingMessage(wanted: string, other: string | undefined, text: string, at: number, found: string): string {
  const what = other === undefined ? `\`${wanted}\`` : `\`${wanted}\` or \`${other}\``;
  if (text.slice(at).trim() === "") return `The cell ends too early: ${what} is missing.`;
  return `${what} is missing before ${found === "" ? "this" : `\`${shorten(found)}\``}.`;
}

function besideMessage(text: string, at: number): string {
  const before = /[\p{L}\p{N}_$.'"`)\]}]+$/u.exec(text.slice(0, at))?.[0] ?? "";
  const after = /^\s*([\p{L}\p{N}_$'"`]+|\S)/u.exec(text.slice(at))?.[1] ?? "";
  if (/^[)\]}]$/.test(after)) return `There is one \`${after}\` too many here.`;
  return `\`${shorten(before)}\` and \`${shorten(after)}\` can't stand side by side. Something between them is missing or misspelt.`;
}

function shorten(words: string): string {
  const line = words.split("\n", 1)[0] ?? "";
  return line.length > 30 ? `${line.slice(0, 30)}…` : line;
}
