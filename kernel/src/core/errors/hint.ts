/**
 * One line for the mistakes that everybody makes at first: what to try. Rules are tried in order, the first that has something
 * to say speaks. A rule that is not sure says nothing: a wrong hint costs more than none.
 */
import { createTextLines } from "../compile/text-lines.js";
import { keysOf, promiseHint, readChain, tableColumns, type Scope } from "./look-up.js";
import { nearestName } from "./nearest-name.js";
import type { Place } from "./places.js";

export interface Failure {
  readonly name: string;
  readonly message: string;
  /** The innermost place in the learner's code. */
  readonly place: Place | undefined;
}

interface Clue {
  readonly failure: Failure;
  readonly scope: Scope | undefined;
  /** The line before the place, and from the place on. */
  readonly before: string;
  readonly after: string;
}

type Rule = readonly [pattern: RegExp, say: (found: RegExpExecArray, clue: Clue) => string | undefined];

export function hintFor(failure: Failure, scope: Scope | undefined): string | undefined {
  const { place, name, message } = failure;
  const line = place?.source === undefined ? "" : createTextLines(place.source).line(place.line);
  const clue = {
    failure,
    scope,
    before: line.slice(0, (place?.column ?? 1) - 1),
    after: line.slice((place?.column ?? 1) - 1),
  };
  for (const [pattern, say] of rules) {
    const found = pattern.exec(`${name}: ${message}`);
    if (found === null) continue;
    try {
      const hint = say(found, clue);
      if (hint !== undefined) return hint;
    } catch {
      // A hint is never worth an error of its own.
    }
  }
  return undefined;
}

const rules: readonly Rule[] = [
  [/^ReferenceError: (\S+) is not defined$/, ([, name = ""], clue) => undefinedName(name, clue)],
  [
    /^ReferenceError: Cannot access '(.+)' before initialization$/,
    ([, name]) => `\`${name}\` is made further down. Move the line that makes it above this one.`,
  ],
  [
    /^TypeError: Cannot read properties of (undefined|null) \(reading '(.+)'\)$/,
    ([, what = "", key = ""], clue) => emptyValue(what, key, clue),
  ],
  [
    /^TypeError: Cannot set properties of (undefined|null) \(setting '(.+)'\)$/,
    ([, what = "", key = ""], clue) => emptyValue(what, key, clue),
  ],
  [/^TypeError: (\S+) is not a function\b/, ([, callee = ""], clue) => notAFunction(callee, clue)],
  [
    /^TypeError: (\S+) is not (?:a function or its return value is not )?(?:async )?iterable\b/,
    ([, what = ""], clue) => notAList(what, clue),
  ],
  [
    /^TypeError: Cannot assign to read only property '(.+)' of object/,
    ([, key]) => `\`${key}\` can't be changed. One = gives a value; to compare, write ===.`,
  ],
  [
    /^TypeError: Assignment to constant variable/,
    () => "What is declared by const keeps its value. Declare it by let to change it.",
  ],
  [
    /^TypeError: Cannot mix BigInt/,
    () => "Numbers with an n at the end only go with others of their kind. Number(…) makes a plain number of one.",
  ],
  [
    /^TypeError: fetch failed/,
    () => "The address could not be reached. Check it letter by letter, and that this computer may reach it.",
  ],
  [/^RangeError: Maximum call stack size exceeded/, (_, { failure: { place } }) => endless(place)],
  [/^RangeError: Invalid time value/, () => "This date is not one. Check the text or numbers that it was made from."],
  [/^SyntaxError: .*JSON/, ({ input }) => brokenJson(input)],
  [/^\w*Error: Cannot find (?:package|module) '([^']+)'/, ([, name = ""]) => missingModule(name)],
  [
    /^\w*Error: ENOENT: no such file or directory, \w+ '(.+)'$/,
    ([, path]) =>
      `There is no \`${path}\`. A path starts from the notebook's own folder. Check its spelling, capitals too.`,
  ],
  [
    /^SyntaxError: "(.+)" has nothing called "(.+)"\.$/,
    () => "Check the spelling of the name between { and }. If it is a type, write import type.",
  ],
];

const elsewhere: Readonly<Record<string, string>> = {
  print: "To show something, write console.log(…), or put it on the last line of the cell.",
  printf: "To show something, write console.log(…), or put it on the last line of the cell.",
  puts: "To show something, write console.log(…), or put it on the last line of the cell.",
  echo: "To show something, write console.log(…), or put it on the last line of the cell.",
  None: "Write null.",
  nil: "Write null.",
  NULL: "Write null.",
  True: "Write true, without a capital.",
  False: "Write false, without a capital.",
  TRUE: "Write true, in small letters.",
  FALSE: "Write false, in small letters.",
  len: "The length of a text or list is its .length.",
  range: "To count, write for (let i = 0; i < 10; i++) { … }.",
  document: "A cell does not run in a web page, so there is no page to change. Show things with display(…).",
  window: "A cell does not run in a web page.",
  alert: "A cell does not run in a web page. To show something, write console.log(…).",
};

const alwaysThere =
  "console Math JSON Object Array String Number Boolean Date Promise Map Set RegExp Error Intl fetch structuredClone parseInt parseFloat undefined null true false isNaN setTimeout display progress await function return".split(
    " ",
  );

function undefinedName(name: string, { scope, before, after }: Clue): string | undefined {
  const known = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  if (known !== undefined) return known;
  const nearest = nearestName(name, [...(scope?.names() ?? []), ...alwaysThere]);
  if (nearest !== undefined) return `Did you mean \`${nearest}\`?`;
  // V8 points at the sign and not at the name.
  const isAssigned = before.trim() === name && /^\s*=[^=>]/.test(after);
  if (isAssigned) return `To make a new variable, write let ${name} = …`;
  return `Nothing is called \`${name}\` yet. Check its spelling, or run the cell that makes it first.`;
}

/** `row.naem.trim()`: what stands before the property is empty. The place is that of the property. */
function emptyValue(what: string, key: string, { scope, before }: Clue): string | undefined {
  const expression = chainBefore(before);
  if (expression === undefined) return undefined;
  if (expression.endsWith(")"))
    return `\`${expression}\` gave back ${what === "null" ? "null" : "nothing"}, so there is no \`${key}\` to use. Look at what it gives.`;
  const typo = misspeltKey(expression, scope);
  if (typo !== undefined) return typo;
  const promise = /^[\p{ID_Continue}$]+(?=\.)/u.exec(expression)?.[0];
  const missing = promise === undefined ? undefined : promiseHint(promise, scope);
  if (missing !== undefined) return missing;
  return `\`${expression}\` is ${what} here. Check its spelling, and that it has been given a value.`;
}

/** The chain of names that a line ends with: of `let n = row.naem.` it is `row.naem`. */
function chainBefore(before: string): string | undefined {
  const text = before.replace(/\s*\??\.\s*$|\[\s*$/, "");
  return /(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\)|\])(?:\??\.[\p{ID_Start}$_][\p{ID_Continue}$]*|\[[^\][]*\]|\([^()]*\))*$/u.exec(
    text,
  )?.[0];
}

/** Of `rows[0].naem`: what `rows[0]` has that is called nearly so. Where `row` is unknown, the columns of tables in memory. */
function misspeltKey(expression: string, scope: Scope | undefined): string | undefined {
  const found = /^(.+?)\??\.([\p{ID_Start}$_][\p{ID_Continue}$]*)$/u.exec(expression);
  if (found === null || scope === undefined) return undefined;
  const [, owner = "", key = ""] = found;
  const value = readChain(owner, scope);
  if (value !== undefined && value !== null) {
    const keys = keysOf(value);
    const nearest = keys.includes(key) ? undefined : nearestName(key, keys);
    return nearest === undefined ? undefined : `\`${owner}\` has no \`${key}\`. Did you mean \`${nearest}\`?`;
  }
  const columns = tableColumns(scope);
  const nearest = columns.includes(key) ? undefined : nearestName(key, columns);
  return nearest === undefined ? undefined : `There is no \`${key}\` here. Did you mean \`${nearest}\`?`;
}

const commonMethods: readonly string[] = [
  ...Object.getOwnPropertyNames(Array.prototype),
  ...Object.getOwnPropertyNames(String.prototype),
  ...Object.getOwnPropertyNames(Number.prototype),
].filter((name) => name !== "constructor");

function notAFunction(callee: string, { scope }: Clue): string | undefined {
  const found = /^(.+?)\??\.([\p{ID_Start}$_][\p{ID_Continue}$]*)$/u.exec(callee);
  if (found === null) {
    const value = scope === undefined ? undefined : readChain(callee, scope);
    if (value === undefined || value === null || typeof value === "function") return undefined;
    return `\`${callee}\` is ${kindOf(value)}, so it can't be called. Leave out the brackets behind it, or give one of the two another name.`;
  }
  const [, owner = "", key = ""] = found;
  const promise = promiseHint(owner, scope);
  if (promise !== undefined) return promise;
  const value = scope === undefined ? undefined : readChain(owner, scope);
  const known = value === undefined || value === null ? commonMethods : keysOf(value);
  const nearest = known.includes(key) ? undefined : nearestName(key, known);
  if (nearest !== undefined) return `Did you mean \`${owner}.${nearest}\`?`;
  if (value === undefined || value === null) return undefined;
  if (!known.includes(key)) return `\`${owner}\` is ${kindOf(value)}, and has nothing called \`${key}\`.`;
  return `\`${callee}\` is not a function. Leave out the brackets behind it.`;
}

function notAList(what: string, { scope }: Clue): string | undefined {
  const promise = promiseHint(what, scope);
  if (promise !== undefined) return promise;
  const value = scope === undefined ? undefined : readChain(what, scope);
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null)
    return `\`${what}\` is one object and not a list. Object.entries(${what}) is a list of what is in it.`;
  return `\`${what}\` is ${kindOf(value)} and not a list.`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "a text";
    case "object":
      return value === null ? "null" : "an object";
    case "boolean":
      return String(value);
    default:
      return `a ${typeof value}`;
  }
}

function endless(place: Place | undefined): string {
  const who = place?.name === undefined ? "A function" : `\`${place.name}\``;
  return `${who} calls itself again and again. It needs a condition that ends this.`;
}

function brokenJson(message: string): string | undefined {
  if (/Unexpected token '?</.test(message))
    return "What came is a web page and not JSON. Look at the address that it came from.";
  if (/Unexpected end/.test(message))
    return "The text is empty or ends too early. Show it with console.log(…) to see what came.";
  if (/"\[object Object\]"|\[object Object\]/.test(message))
    return "This is an object already, so it need not be parsed.";
  if (/JSON/.test(message) && /Unexpected|Expected|Bad|Unterminated/.test(message))
    return "The text is not JSON. Show it with console.log(…) to see what came.";
  return undefined;
}

function missingModule(name: string): string {
  if (/^[./]|^file:/.test(name))
    return "There is no such file. A path starts from the notebook's own folder, and needs the ending, such as .ts.";
  return `There is no package called "${name}" here. Check its spelling; for a file of your own begin with ./`;
}
