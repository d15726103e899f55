/** A type as a person who has never met types would say it: `string` is "text", `Row[]` is "a list". */

const words: Readonly<Record<string, string>> = {
  string: "text",
  String: "text",
  number: "a number",
  Number: "a number",
  bigint: "a whole number with n at its end",
  boolean: "true or false",
  true: "true",
  false: "false",
  null: "null (nothing)",
  undefined: "undefined (nothing there)",
  void: "nothing",
  never: "nothing at all",
  unknown: "something we know nothing about",
  any: "anything",
  object: "an object",
  "{}": "an object",
  symbol: "a symbol",
  Date: "a date",
  RegExp: "a text pattern",
  Row: "a row",
  Function: "a function",
};

const longest = 50;

export function plainType(type: string): string {
  const text = type.trim();
  const known = Object.hasOwn(words, text) ? words[text] : undefined;
  if (known !== undefined) return known;
  if (/^"[^"]*"$/.test(text)) return `the text ${text}`;
  if (/^-?[\d.]+$/.test(text)) return `the number ${text}`;
  if (isPromise(text)) return "a promise (a value that is not there yet)";
  if (/^\(?(?:readonly )?[^|&]*\[\]$/.test(text) || /^(?:Readonly)?Array<.*>$/.test(text)) return "a list";
  if (/^\[.*\]$/.test(text)) return "a list";
  if (/^(?:(?:abstract )?new|typeof) /.test(text)) return `\`${shorten(text.replace(/^typeof /, ""))}\` itself`;
  if (/^(?:<[^>]*>)?\(.*=>/.test(text)) return "a function";
  const choices = choicesOf(text);
  if (choices.length > 1 && choices.length <= 4) return [...new Set(choices.map(plainType))].join(" or ");
  if (/^\{.*\}$/s.test(text)) return "an object";
  const map = /^(Map|Set|Record)</.exec(text)?.[1];
  if (map !== undefined) return map === "Record" ? "an object" : `a ${map}`;
  return `a \`${shorten(text)}\``;
}

export function isPromise(type: string): boolean {
  return /^Promise<.*>$/s.test(type.trim());
}

/** `A | B` at the top level; what stands in brackets stays together. */
function choicesOf(type: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < type.length; at++) {
    const character = type[at] ?? "";
    if ("<([{".includes(character)) depth++;
    else if (")]}".includes(character) || (character === ">" && type[at - 1] !== "=")) depth--;
    else if (character === "|" && depth === 0) {
      parts.push(type.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, type.slice(from).trim()].filter((part) => part !== "");
}

function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
