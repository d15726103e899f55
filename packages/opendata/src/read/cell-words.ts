import type { Census } from "./census.js";

/**
 * Words that stand in a cell where a value should be. Compared in lower case, without the spaces around them.
 * - `missing`: nobody knows, or it does not apply.
 * - `suppressed`: known, but too small to publish.
 * - `redacted`: known, but withheld.
 * - `error`: what a spreadsheet shows when a formula fails.
 */
export type CellWord = "missing" | "suppressed" | "redacted" | "error";

const missing = new Set([
  "n/a",
  "na",
  "n.a.",
  "n.a",
  "n\\a",
  "n-a",
  "#n/a n/a",
  "n/k",
  "nk",
  "not known",
  "not-known",
  "unknown",
  "null",
  "none",
  "nan",
  "nil",
  "(blank)",
  "blank",
  "-",
  "--",
  "---",
  "–",
  "—",
  ".",
  "..",
  "...",
  "not available",
  "not applicable",
  "not recorded",
  "not stated",
  "not provided",
  "not given",
  "no data",
  "missing",
  "tbc",
  "tba",
  "tbd",
  "to be confirmed",
  "?",
  "??",
  "<null>",
  "\\n",
  "undefined",
  "empty",
  "no value",
  "not entered",
  "unavailable",
  "£-",
  "£ -",
  "-£",
]);
const suppressed = new Set([
  "*",
  "**",
  "***",
  "[c]",
  "c",
  "[x]",
  "x",
  "s",
  "[s]",
  "[low]",
  "[z]",
  "z",
  ":",
  "suppressed",
  "supp",
  "supressed",
  "low",
  "‡",
  "†",
  "#",
  "~",
]);
const errors = new Set([
  "#ref!",
  "#value!",
  "#div/0!",
  "#name?",
  "#num!",
  "#null!",
  "#n/a",
  "#n/a!",
  "#spill!",
  "#calc!",
  "#getting_data",
  "#error",
  "#error!",
]);
const withheld = /^\W*(?:redact(?:ed|ion|s)?\b|withheld\b|name withheld|data withheld)|\bredacted\b/;
/** `<5`, `< 10`, `≤4`, `fewer than 5`, `under 10`, `1 to 4`, `1-4` are handled apart: they are ranges, not words. */
const small = /^(?:[<≤]\s*=?\s*\d{1,3}|(?:less|fewer) than \d{1,3}|under \d{1,3}|<\s*(?:five|ten))$/;

/**
 * Which kind of word a cell is, or undefined for a value. Bare letters such as `c` and `x` count only among numbers,
 * and so does `none` or `nil`: as text they may be a real answer. Among short codes `NA` may be a code.
 */
export function cellWord(trimmed: string, among: "numbers" | "text" | "codes"): CellWord | undefined {
  if (trimmed.length > 60) return undefined;
  const first = trimmed.charCodeAt(0);
  if (first >= 48 && first <= 57) return undefined;
  // Longer than any word of the lists: only "withheld" and its like are looked for.
  if (trimmed.length > 20 && !/edact|ithheld|EDACT|ITHHELD/.test(trimmed)) return undefined;
  const word = trimmed.toLowerCase();
  if (errors.has(word)) return "error";
  // A first name, where a program would have written NaN or nan.
  if (trimmed === "Nan" && among !== "numbers") return undefined;
  if (/^#{3,}$/.test(word)) return "error";
  if (among === "numbers" && /^\*{3,}$/.test(word)) return "suppressed";
  if (small.test(word)) return "suppressed";
  if (withheld.test(word)) return "redacted";
  if (among === "numbers") {
    if (missing.has(word)) return "missing";
    return suppressed.has(word) ? "suppressed" : undefined;
  }
  if (among === "codes" && /^[a-z]+$/.test(word) && word !== "null") return undefined;
  return missing.has(word) && !answers.has(word) ? "missing" : undefined;
}

type Among = Parameters<typeof cellWord>[1];
const known = new WeakMap<Census, Partial<Record<Among, readonly (CellWord | undefined)[]>>>();

/** `cellWord` for each different value of a column, worked out once: many checks ask. */
export function wordsIn(census: Census, among: Among): readonly (CellWord | undefined)[] {
  const words = known.get(census) ?? {};
  known.set(census, words);
  if (words[among] !== undefined) return words[among];
  const kind = among === "text" && areShortCodes(census) ? "codes" : among;
  return (words[among] = census.trimmed.map((value) => (value === "" ? undefined : cellWord(value, kind))));
}

/** Two or three capitals each, as for countries: there NA is Namibia. */
function areShortCodes({ trimmed }: Census): boolean {
  let short = 0;
  let filled = 0;
  for (const value of trimmed) {
    if (value === "") continue;
    filled++;
    if (/^[A-Z]{2,3}$/.test(value)) short++;
    if (filled === 40 && short < 20) return false;
  }
  return short >= 8 && short >= filled * 0.9;
}

/** In a column of words these may be what somebody answered. */
const answers = new Set([
  "none",
  "nil",
  "unknown",
  "not known",
  "not stated",
  "low",
  "empty",
  "blank",
  "nk",
  ".",
  "missing",
  "undefined",
]);
